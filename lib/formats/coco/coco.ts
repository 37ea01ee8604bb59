import type { Format } from "../format";
import { detectCoco } from "./detect-coco";
import { readCoco } from "./read-coco";
import { writeCoco } from "./write-coco";

export const coco: Format = {
  id: "coco",
  name: "COCO instances",
  media: ["image"],
  carries: {
    geometries: ["box"],
    attributes: true,
    texts: false,
    scores: true,
    groups: false,
    order: true,
    emptyItems: true,
    ids: true,
  },
  detect: detectCoco,
  read: readCoco,
  write: writeCoco,
};
