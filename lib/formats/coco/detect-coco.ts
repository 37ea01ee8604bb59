import type { Confidence, FileTree } from "../format";
import { baseName } from "../media-index";
import { createRecordScanner } from "./json-records";

/** So much of a file is looked at to tell what it is. */
const HEAD_BYTES = 256 * 1024;
/** Larger trees of JSON (one file an image, as LabelMe has them) are told by the first ones. */
const MAX_LOOKED_AT = 200;

const OTHER_TASKS = /^(captions|labels|stuff|panoptic|person_keypoints|image_info)_/i;

/** Of one result of a detector. */
const RESULT_KEYS = ['"image_id"', '"category_id"', '"bbox"'];

export async function detectCoco(files: FileTree): Promise<Confidence> {
  const { chosen, results } = await findCocoFiles(files);
  const first = chosen[0];
  if (first === undefined) {
    return results[0] === undefined
      ? { score: 0, why: "No JSON file has COCO's images and annotations." }
      : { score: 0.9, why: `${results[0]} is a list of results for images of COCO.` };
  }
  const rest = chosen.length > 1 ? ` and ${chosen.length - 1} more` : "";
  return { score: 0.95, why: `${first}${rest} has COCO's images, categories or annotations.` };
}

/** The files to read, those of other tasks that are about the same images, and lists of what models said of them. */
export async function findCocoFiles(
  files: FileTree,
): Promise<{ chosen: string[]; passedOver: string[]; results: string[] }> {
  const found: string[] = [];
  const results: string[] = [];
  const candidates = files.files().filter(({ path }) => /\.json$/i.test(path));
  const named = candidates.filter(({ path }) => /instances|_annotations\.coco/i.test(path));
  for (const { path } of [...new Set([...named, ...candidates.slice(0, MAX_LOOKED_AT)])]) {
    const kind = await kindOf(files, path);
    if (kind === "dataset") found.push(path);
    else if (kind === "results") results.push(path);
  }
  found.sort();
  results.sort();
  const instances = found.filter((path) => !OTHER_TASKS.test(baseName(path)));
  const chosen = instances.length > 0 ? instances : found;
  return { chosen, passedOver: found.filter((path) => !chosen.includes(path)), results };
}

async function kindOf(files: FileTree, path: string): Promise<"dataset" | "results" | null> {
  const scanner = createRecordScanner(path);
  const keys = new Set<string>();
  let seen = 0;
  try {
    for await (const chunk of files.stream(path)) {
      for (const { key, index, text } of scanner.push(chunk)) {
        keys.add(key);
        if (key === "images" && index === 0 && text.includes('"file_name"')) return "dataset";
        if (key === "annotations" && index === 0 && text.includes('"image_id"')) return "dataset";
        // A file that is a list.
        if (key === "" && index === 0)
          return RESULT_KEYS.every((each) => text.includes(each)) ? "results" : null;
      }
      seen += chunk.length;
      if (seen >= HEAD_BYTES) break;
    }
  } catch {
    // Not JSON, or broken: it is for a person to say that this is COCO all the same.
    return keys.has("images") || keys.has("annotations") ? "dataset" : null;
  }
  const isDataset = keys.has("categories") && (keys.has("images") || keys.has("annotations"));
  return isDataset ? "dataset" : null;
}
