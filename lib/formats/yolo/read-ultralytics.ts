import { SPLITS, type Split } from "@/lib/annotation/item-state";
import { splitExtension } from "../file-name";
import { type DatasetEvent, type FileTree, FormatError, type ReadOptions } from "../format";
import { issueEvent, issueFromError } from "../issue";
import { baseName, folderOf, isMediaPath, joinPath, splitFromName } from "../media-index";
import { createPacer } from "../pacer";
import { type DataYaml, parseDataYaml } from "./data-yaml";
import { itemEvents, labelEvents, type YoloImage } from "./read-items";
import { labelPathOf, yamlFiles } from "./yolo-paths";

/** Reads the first data.yaml that names classes and places. */
export async function* readUltralytics(
  files: FileTree,
  options: ReadOptions = {},
): AsyncIterable<DatasetEvent> {
  let chosen: { path: string; data: DataYaml } | null = null;
  for (const path of yamlFiles(files)) {
    try {
      const data = parseDataYaml(await files.text(path), path);
      if (data.places.length === 0) continue;
      if (chosen === null) chosen = { path, data };
      else yield issueEvent("info", "file_ignored", path, `${chosen.path} is read instead.`);
    } catch (error) {
      yield { type: "issue", issue: issueFromError(error, path) };
    }
  }
  if (chosen === null) {
    throw new FormatError(
      "no_data_yaml",
      "data.yaml",
      "No YAML file names the classes and the folders of the images (train, val).",
    );
  }
  const { path, data } = chosen;
  yield* labelEvents(data.names, path);
  const found = await findImages(files, path, data);
  yield* found.issues;
  const context = { files, names: data.names, keypointShape: data.keypointShape, options };
  yield* itemEvents(found.images, context);
}

const SPLIT_FOLDERS = new Set<string>([...SPLITS, "valid", "validation"]);

type Found = { images: YoloImage[]; issues: DatasetEvent[] };

async function findImages(files: FileTree, yamlPath: string, data: DataYaml): Promise<Found> {
  const found: Found = { images: [], issues: [] };
  const root = folderOf(yamlPath);
  const taken = new Set<string>();
  const pace = createPacer();
  let repeated = 0;
  for (const place of data.places) {
    const { value } = place;
    const split = splitOfPlace(place, data);
    const roots = [joinPath(root, data.path ?? ""), root];
    const places = await expandPlace(files, { roots, value, split });
    if (places === null) {
      found.issues.push(
        issueEvent(
          "warning",
          "place_missing",
          yamlPath,
          `"${split}: ${value}" is not in the files.`,
        ),
      );
      continue;
    }
    for (const { path, name, isListed } of places) {
      const pause = pace();
      if (pause) await pause;
      if (taken.has(path)) {
        repeated += 1;
        continue;
      }
      taken.add(path);
      const file = files.has(path) ? path : null;
      if (isListed && file === null && labelsOf(files, path) === null) {
        found.issues.push(
          issueEvent("error", "media_missing", path, "Listed, but neither image nor labels exist."),
        );
        continue;
      }
      found.images.push({ name, file, labels: labelsOf(files, path), split });
    }
  }
  if (repeated > 0) {
    const message = `${repeated} images are named for more than one split; the first one counts.`;
    found.issues.push(issueEvent("info", "split_repeated", yamlPath, message));
  }
  return found;
}

/**
 * Where one folder serves as train and val (Ultralytics demands both), its own name decides:
 * `train: images/val` does not make training data of the validation set.
 */
function splitOfPlace({ split, value }: DataYaml["places"][number], data: DataYaml): Split {
  const isShared = data.places.some((other) => other.value === value && other.split !== split);
  const named = splitFromName(baseName(value).replace(/\.txt$/i, ""));
  return (isShared ? named : null) ?? split;
}

/** In the parallel folder by the rule of Ultralytics, else beside the image. */
export function labelsOf(files: FileTree, imagePath: string): string | null {
  const beside = `${splitExtension(imagePath)[0]}.txt`;
  return [labelPathOf(imagePath), beside].find((path) => files.has(path)) ?? null;
}

type Place = { path: string; name: string; isListed: boolean };

/** The images that one value of train, val or test stands for; null when it leads nowhere. */
async function expandPlace(
  files: FileTree,
  { roots, value, split }: { roots: string[]; value: string; split: Split },
): Promise<Place[] | null> {
  for (const spelled of spellings(value, split)) {
    for (const root of roots) {
      const path = joinPath(root, spelled);
      if (files.has(path)) {
        if (/\.txt$/i.test(path)) return await listedImages(files, path);
        return [{ path, name: listedName(path), isListed: false }];
      }
      const inside = imagesUnder(files, path);
      if (inside.length > 0) return inside;
    }
  }
  return null;
}

/** Roboflow writes `../train/images` for `train/images`, and `valid` or `val` for each other. */
function spellings(value: string, split: Split): string[] {
  const plain = value.replaceAll("\\", "/").replace(/\/+$/, "");
  const tails = [plain, plain.replace(/^(\.\.\/)+/, "")];
  // An absolute path of another machine: its end may still be here.
  const segments = plain.split("/").filter((segment) => segment !== "");
  if (/^([a-z]:)?\//i.test(plain)) {
    for (let i = 1; i < segments.length; i++) tails.push(segments.slice(i).join("/"));
  }
  if (split === "val") {
    tails.push(...tails.map((tail) => tail.replace(/\bval(id|idation)?\b/, "valid")));
    tails.push(...tails.map((tail) => tail.replace(/\bvalid(ation)?\b/, "val")));
  }
  return [...new Set(tails)];
}

function imagesUnder(files: FileTree, folder: string): Place[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const places: Place[] = [];
  const labelled = new Set<string>();
  for (const { path } of files.files()) {
    if (!path.startsWith(prefix) || !isMediaPath(path, "image")) continue;
    labelled.add(labelPathOf(path));
    places.push({ path, name: path.slice(prefix.length), isListed: false });
  }
  // Labels that came without their image: the item is known, though not the ending of its name.
  const labelFolder = folderOf(labelPathOf(`${prefix}x.jpg`));
  if (labelFolder === folder) return places;
  for (const { path } of files.files()) {
    if (!path.startsWith(`${labelFolder}/`) || !/\.txt$/i.test(path) || labelled.has(path))
      continue;
    const name = splitExtension(path.slice(labelFolder.length + 1))[0];
    places.push({ path: `${prefix}${name}`, name, isListed: false });
  }
  return places;
}

async function listedImages(files: FileTree, listPath: string): Promise<Place[]> {
  const roots = [folderOf(listPath), ""];
  const lines = (await files.text(listPath)).split(/\r\n|\n|\r/).map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const path = resolveListed(files, roots, line);
      return { path, name: listedName(path), isListed: true };
    });
}

/**
 * Lists name images relative to themselves (`./images/a.jpg`), to the folder that training starts
 * in (`data/obj_train_data/a.jpg`) or absolutely: the longest end that exists is meant.
 */
export function resolveListed(files: FileTree, roots: string[], line: string): string {
  const segments = joinPath(line).split("/");
  for (let i = 0; i < segments.length; i++) {
    for (const root of roots) {
      const path = joinPath(root, segments.slice(i).join("/"));
      if (files.has(path) || labelsOf(files, path) !== null) return path;
    }
  }
  return joinPath(roots[0] ?? "", line);
}

/** The item's name without the folders that belong to the format. */
function listedName(path: string): string {
  const at = /^(?:.*?\/)?images\/(.+)$/.exec(path)?.[1];
  const rest = at ?? path;
  const slash = rest.indexOf("/");
  const isSplit = slash > 0 && SPLIT_FOLDERS.has(rest.slice(0, slash));
  return isSplit && at !== undefined ? rest.slice(slash + 1) : rest;
}
