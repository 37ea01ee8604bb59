import type { MediaSpec } from "./media";

/** Longest text of an item, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/** Markdown and HTML are shown as the text that they are: offsets count what is stored. */
export const textMedia: MediaSpec<"text"> = {
  kind: "text",
  geometries: ["interval", "relation", "whole"],
  unit: "codepoint",
  extensions: {
    txt: "text/plain",
    text: "text/plain",
    md: "text/markdown",
    markdown: "text/markdown",
    html: "text/html",
    htm: "text/html",
  },
  // Texts have no signature: their bytes are decoded to know.
  sniff: () => null,
};
