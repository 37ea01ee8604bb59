import type { ModelIo } from "../model-io";

/** What Ultralytics writes into the files that it exports; null or empty where it is not said. */
export type UltralyticsMetadata = {
  /** By class index. */
  names: readonly string[];
  /** detect, segment, pose, obb, classify */
  task: string | null;
  /** Sides of the input in pixels. */
  size: { width: number; height: number } | null;
  /** Does the model itself drop overlapping boxes? */
  isEndToEnd: boolean;
  description: string;
};

export function readUltralytics({ metadata }: ModelIo): UltralyticsMetadata {
  const [height, width] = [...(metadata["imgsz"] ?? "").matchAll(/\d+/g)].map(Number);
  return {
    names: readNames(metadata["names"] ?? ""),
    task: metadata["task"] ?? null,
    size: height ? { width: width ?? height, height } : null,
    isEndToEnd: /^true$/i.test(metadata["end2end"] ?? ""),
    description: metadata["description"] ?? "",
  };
}

const ENTRY = /(?:["']?(\d+)["']?\s*:\s*)?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/gs;

/**
 * Class names as a dict or a list of Python prints itself (or as JSON), `{0: 'person', 1: "driver's cab"}`. Places between that
 * are not named are called by their number, as a class has to have a name.
 */
export function readNames(text: string): string[] {
  const names: string[] = [];
  for (const [, place, quoted = ""] of text.matchAll(ENTRY)) {
    const index = place === undefined ? names.length : Number(place);
    if (index > MAX_CLASSES) continue;
    names[index] = unescaped(quoted.slice(1, -1)).trim();
  }
  return Array.from(names, (name, index) => name || String(index));
}

const MAX_CLASSES = 20_000;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gis,
    (_, byte: string, short: string, long: string, other: string) => {
      const code = byte ?? short ?? long;
      if (code === undefined) return ESCAPES[other] ?? other;
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    },
  );
}
