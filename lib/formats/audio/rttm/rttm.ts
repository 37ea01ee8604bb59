import type { Format } from "../../format";
import { detectRttm, readRttm } from "./read-rttm";
import { writeRttm } from "./write-rttm";

export const rttm: Format = {
  id: "rttm",
  name: "RTTM",
  media: ["audio"],
  carries: {
    geometries: ["interval"],
    attributes: false,
    texts: false,
    scores: true,
    groups: false,
    order: false,
    emptyItems: true,
    ids: false,
  },
  detect: detectRttm,
  read: readRttm,
  write: writeRttm,
};
