import { parseDocument } from "yaml";
import { z } from "zod";
import { SPLITS, type Split } from "@/lib/annotation/item-state";
import { FormatError } from "../format";

export type DataYaml = {
  names: string[];
  path: string | null;
  /** Folders, list files or images of each split, as they stand in the file. */
  places: { split: Split; value: string }[];
  /** [points, values per point] of a pose dataset. */
  keypointShape: number[] | null;
};

/** `test:` with nothing behind it, which many files have. */
const EMPTY_VALUES = new Set(["", "~", "null", "None"]);

const placeSchema = z.union([z.string(), z.array(z.string())]).nullish();
const schema = z.looseObject({
  path: z.string().nullish(),
  train: placeSchema,
  val: placeSchema,
  valid: placeSchema,
  validation: placeSchema,
  test: placeSchema,
  minival: placeSchema,
  nc: z.string().nullish(),
  names: z.unknown().optional(),
  kpt_shape: z.array(z.coerce.number()).nullish().catch(null),
});

/** Throws a FormatError `bad_yaml` or `bad_names` with a sentence that says what to mend. */
export function parseDataYaml(text: string, where: string): DataYaml {
  // Everything is read as text: `no` and `1e3` without quotes are names to the person who wrote them.
  // Old exports repeat keys; the last one counts, as in Python.
  const document = parseDocument(text, { uniqueKeys: false, schema: "failsafe" });
  const mistake = document.errors[0];
  if (mistake) throw new FormatError("bad_yaml", where, mistake.message, { cause: mistake });
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!parsed.success) {
    throw new FormatError("bad_yaml", where, z.prettifyError(parsed.error), {
      cause: parsed.error,
    });
  }
  const data = parsed.data;
  const byKey = [
    ["train", data.train],
    ["val", data.val ?? data.validation ?? data.valid],
    ["val", data.minival],
    ["test", data.test],
  ] as const;
  return {
    names: namesOf(data.names, data.nc, where),
    path: data.path ?? null,
    places: byKey.flatMap(([split, value]) =>
      [value ?? []]
        .flat()
        .filter((each) => !EMPTY_VALUES.has(each))
        .map((each) => ({ split, value: each })),
    ),
    keypointShape: data.kpt_shape ?? null,
  };
}

/**
 * `path` is left out on purpose: without it Ultralytics takes the folder of the file itself, from
 * wherever it is started, while `path: .` would be the folder in which the person happens to be.
 */
export function writeDataYaml(of: {
  names: readonly string[];
  places: Partial<Record<Split, string>>;
}): string {
  const lines = ["# Written by Trazo. Paths are relative to this file."];
  for (const split of SPLITS) {
    const place = of.places[split];
    if (place !== undefined) lines.push(`${split}: ${place}`);
  }
  lines.push(`nc: ${of.names.length}`);
  if (of.names.length === 0) lines.push("names: []");
  else lines.push("names:", ...of.names.map((name, i) => `  ${i}: ${yamlString(name)}`));
  return `${lines.join("\n")}\n`;
}

/** Always quoted, so that `no`, `1e3` or `a: b` stay text; what YAML cannot hold is escaped. */
function yamlString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function namesOf(names: unknown, nc: unknown, where: string): string[] {
  if (names === null || names === undefined) {
    const count = Number(nc ?? Number.NaN);
    if (!Number.isInteger(count) || count < 0 || count > 100_000) {
      throw new FormatError("bad_names", where, `The file has neither "names" nor a whole "nc".`);
    }
    return Array.from({ length: count }, (_, i) => `class_${i}`);
  }
  if (Array.isArray(names)) return names.map(String);
  if (typeof names === "string") return names.split(",").map((name) => name.trim());
  if (typeof names !== "object") {
    throw new FormatError("bad_names", where, `"names" is neither a list nor a table.`);
  }
  const entries = Object.entries(names).map(([key, name]) => [Number(key), String(name)] as const);
  entries.sort((a, b) => a[0] - b[0]);
  const gap = entries.findIndex(([key], i) => key !== i);
  if (gap >= 0) {
    throw new FormatError(
      "bad_names",
      where,
      `"names" must count from 0 without gaps; ${gap} is missing.`,
    );
  }
  return entries.map(([, name]) => name);
}
