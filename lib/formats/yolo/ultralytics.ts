import { SPLITS, type Split } from "@/lib/annotation/item-state";
import type { Confidence, FileTree, Format, Issue, OutFile } from "../format";
import { baseName, folderOf } from "../media-index";
import { parseDataYaml, writeDataYaml } from "./data-yaml";
import { readUltralytics } from "./read-ultralytics";
import { textFile, writeYolo, type YoloLayout } from "./write-yolo";
import { labelPathOf, yamlFiles } from "./yolo-paths";

export const yolo: Format = {
  id: "yolo",
  name: "YOLO (Ultralytics detection)",
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
  detect: detectUltralytics,
  read: readUltralytics,
  write: (source, options) => writeYolo(source, options, layout),
};

const layout: YoloLayout = {
  imagePath: (split, name) => `images/${split}/${name}`,
  labelPath: labelPathOf,
  *tail({ labels, images, hasMedia }): Generator<OutFile | Issue> {
    const places: Partial<Record<Split, string>> = {};
    for (const split of SPLITS) {
      const paths = images.get(split) ?? [];
      if (paths.length === 0) continue;
      places[split] = hasMedia ? `images/${split}` : `${split}.txt`;
      // Without the images their full names would be lost: a list keeps them and trains as well.
      if (!hasMedia) yield textFile(`${split}.txt`, paths.map((path) => `./${path}\n`).join(""));
    }
    yield* completePlaces(places);
    yield textFile("data.yaml", writeDataYaml({ names: labels.map(({ name }) => name), places }));
  },
};

/** Ultralytics refuses a data.yaml without `train` and `val`. */
function* completePlaces(places: Partial<Record<Split, string>>): Generator<Issue> {
  const pairs = [
    ["train", "val"],
    ["val", "train"],
    ["train", "test"],
  ] as const;
  for (const [missing, other] of pairs) {
    const place = places[other];
    if (places[missing] !== undefined || place === undefined) continue;
    places[missing] = place;
    yield {
      code: "split_reused",
      severity: "warning",
      where: "data.yaml",
      message: `There is no item in ${missing}, so data.yaml names ${other} for it: scores on it say nothing about new images.`,
    };
  }
  places.train ??= "images/train";
  places.val ??= places.train;
}

async function detectUltralytics(files: FileTree): Promise<Confidence> {
  for (const path of yamlFiles(files)) {
    try {
      const { names, places } = parseDataYaml(await files.text(path), path);
      if (places.length === 0) continue;
      return {
        score: /^data(set)?\.ya?ml$/i.test(baseName(path)) ? 0.95 : 0.9,
        why: `${path} names ${names.length} classes and where the images are.`,
      };
    } catch {
      // Some other YAML, or a broken one: the others may say more.
    }
  }
  const labels = files.files().filter(({ path }) => isLabelPath(path)).length;
  if (labels === 0) return { score: 0, why: "There is neither a data.yaml nor a labels folder." };
  return { score: 0.3, why: `${labels} label files but no readable data.yaml with class names.` };
}

function isLabelPath(path: string): boolean {
  return /\.txt$/i.test(path) && `/${folderOf(path)}/`.includes("/labels/");
}
