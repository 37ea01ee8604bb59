import { SPLITS, type Split } from "@/lib/annotation/item-state";
import { splitExtension } from "../file-name";
import {
  type Confidence,
  type DatasetEvent,
  type FileTree,
  type Format,
  FormatError,
  type Issue,
  type OutFile,
  type ReadOptions,
} from "../format";
import { issueEvent } from "../issue";
import { folderOf, joinPath } from "../media-index";
import { itemEvents, labelEvents, type YoloImage } from "./read-items";
import { labelsOf, resolveListed } from "./read-ultralytics";
import { textFile, writeYolo, type YoloLayout } from "./write-yolo";

/** Darknet's words for the splits; `test` is our addition in the same manner. */
const DARKNET_SPLITS = { train: "train", val: "valid", test: "test" } satisfies Record<
  Split,
  string
>;

export const darknet: Format = {
  id: "darknet",
  name: "YOLO (Darknet)",
  media: ["image"],
  carries: {
    geometries: ["box"],
    attributes: false,
    texts: false,
    scores: false,
    groups: false,
    order: true,
    emptyItems: true,
    ids: false,
  },
  detect: detectDarknet,
  read: readDarknet,
  write: (source, options) => writeYolo(source, options, layout),
};

const layout: YoloLayout = {
  imagePath: (split, name) => `obj_${DARKNET_SPLITS[split]}_data/${name}`,
  labelPath: (imagePath) => `${splitExtension(imagePath)[0]}.txt`,
  *tail({ labels, images }): Generator<OutFile | Issue> {
    const lines = [`classes = ${labels.length}`];
    for (const split of SPLITS) {
      const paths = images.get(split) ?? [];
      if (paths.length === 0) continue;
      const list = `${DARKNET_SPLITS[split]}.txt`;
      lines.push(`${DARKNET_SPLITS[split]} = ${list}`);
      yield textFile(list, paths.map((path) => `${path}\n`).join(""));
    }
    const names: string[] = [];
    for (const { name } of labels) {
      const line = name.replace(/\s+/g, " ").trim();
      names.push(line);
      if (line === name) continue;
      yield {
        code: "label_name_changed",
        severity: "warning",
        where: name,
        message: `Written as "${line}": obj.names has one name a line.`,
      };
    }
    yield textFile("obj.names", names.map((name) => `${name}\n`).join(""));
    yield textFile(
      "obj.data",
      `${[...lines, "names = obj.names", "backup = backup/"].join("\n")}\n`,
    );
  },
};

async function detectDarknet(files: FileTree): Promise<Confidence> {
  const data = findDataFile(files);
  if (data !== null) {
    const text = await files.text(data).catch(() => "");
    if (/^\s*(train|valid|names)\s*=/m.test(text)) {
      return { score: 0.95, why: `${data} names the classes and the lists of images.` };
    }
  }
  const names = files.files().find(({ path }) => /(^|\/)(obj|classes)\.(names|txt)$/i.test(path));
  if (names === undefined) return { score: 0, why: "There is no obj.data or obj.names." };
  return { score: 0.4, why: `${names.path} may name classes, but there is no obj.data.` };
}

function findDataFile(files: FileTree): string | null {
  const found = files.files().filter(({ path }) => /(^|\/)[^/]+\.data$/i.test(path));
  return (found.find(({ path }) => /(^|\/)obj\.data$/i.test(path)) ?? found[0])?.path ?? null;
}

async function* readDarknet(
  files: FileTree,
  options: ReadOptions = {},
): AsyncIterable<DatasetEvent> {
  const dataPath = findDataFile(files);
  const root = dataPath === null ? "" : folderOf(dataPath);
  const data = dataPath === null ? new Map() : parseObjData(await files.text(dataPath));
  const namesPath = findByEnd(files, root, data.get("names") ?? "obj.names");
  if (namesPath === null) {
    throw new FormatError(
      "no_names",
      dataPath ?? "obj.names",
      "The file of class names is missing.",
    );
  }
  const lines = (await files.text(namesPath)).split(/\r\n|\n|\r/).map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  yield* labelEvents(lines, namesPath);
  const images: YoloImage[] = [];
  for (const split of SPLITS) {
    const value = data.get(DARKNET_SPLITS[split]) ?? data.get(split);
    if (value === undefined) continue;
    const list = findByEnd(files, root, value);
    if (list === null) {
      yield issueEvent("error", "place_missing", dataPath ?? "", `The list ${value} is missing.`);
    } else images.push(...(await readList(files, { list, root, split })));
  }
  yield* itemEvents(images, { files, names: lines, keypointShape: null, options });
}

function parseObjData(text: string): Map<string, string> {
  const pairs = text.split(/\r\n|\n|\r/).map((line) => /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line));
  return new Map(pairs.flatMap((pair) => (pair ? [[pair[1] ?? "", pair[2] ?? ""]] : [])));
}

/** CVAT writes `data/obj.names` for `obj.names`: the folder that Darknet is started beside. */
function findByEnd(files: FileTree, root: string, value: string): string | null {
  const segments = joinPath(value).split("/");
  for (let i = 0; i < segments.length; i++) {
    const path = joinPath(root, segments.slice(i).join("/"));
    if (files.has(path)) return path;
  }
  return null;
}

async function readList(
  files: FileTree,
  { list, root, split }: { list: string; root: string; split: Split },
): Promise<YoloImage[]> {
  const lines = (await files.text(list)).split(/\r\n|\n|\r/).map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const path = resolveListed(files, [root, folderOf(list)], line);
      const name = path.replace(/^(.*?\/)?obj_[^/]*_data\//, "");
      return { name, file: files.has(path) ? path : null, labels: labelsOf(files, path), split };
    });
}
