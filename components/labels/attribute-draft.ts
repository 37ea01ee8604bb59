import { type AttributeSpec, attributeSpecSchema } from "@/lib/annotation/label";

export const ATTRIBUTE_KINDS = ["text", "number", "yes-no", "choice"] as const;

/** An attribute while it is written; `options` one a line. `key` tells rows apart on the screen. */
export type AttributeDraft = {
  key: number;
  name: string;
  kind: AttributeSpec["kind"];
  options: string;
};

export function draftsOf(attributes: readonly AttributeSpec[]): AttributeDraft[] {
  return attributes.map((attribute, key) => ({
    ...{ key, name: attribute.name, kind: attribute.kind },
    options: attribute.kind === "choice" ? attribute.options.join("\n") : "",
  }));
}

/** What is still wrong with one of them; null when it can be kept. */
export function draftProblem(
  drafts: readonly AttributeDraft[],
  { key, name, kind, options }: AttributeDraft,
): "name" | "twice" | "options" | null {
  if (name.trim() === "") return "name";
  if (drafts.some((other) => other.key !== key && other.name.trim() === name.trim())) {
    return "twice";
  }
  return kind === "choice" && linesOf(options).length === 0 ? "options" : null;
}

/** The attributes that they say. Throws a ZodError for one that has a problem. */
export function attributesOf(drafts: readonly AttributeDraft[]): AttributeSpec[] {
  return drafts.map(({ name, kind, options }) =>
    attributeSpecSchema.parse({
      ...{ kind, name },
      ...(kind === "choice" ? { options: linesOf(options) } : {}),
    }),
  );
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}
