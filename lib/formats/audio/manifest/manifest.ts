import type { Format } from "../../format";
import { detectManifest, readManifest } from "./read-manifest";
import { writeManifest } from "./write-manifest";

export const manifest: Format = {
  id: "asr-manifest",
  name: "ASR manifest (JSONL)",
  media: ["audio"],
  carries: {
    geometries: ["interval", "whole"],
    attributes: true,
    texts: true,
    scores: true,
    groups: true,
    order: false,
    emptyItems: true,
    ids: true,
  },
  detect: detectManifest,
  read: readManifest,
  write: writeManifest,
};
