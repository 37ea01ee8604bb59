import type { Format } from "../format";
import { detectDoccano } from "./detect-doccano";
import { readDoccano } from "./read-doccano";
import { doccanoCarries, writeDoccano } from "./write-doccano";

export const doccano: Format = {
  id: "doccano",
  name: "doccano JSONL",
  media: ["text"],
  carries: doccanoCarries,
  detect: detectDoccano,
  read: readDoccano,
  write: writeDoccano,
};
