import type { Format } from "../format";
import { detectProdigy } from "./detect-prodigy";
import { readProdigy } from "./read-prodigy";
import { prodigyCarries, writeProdigy } from "./write-prodigy";

export const prodigy: Format = {
  id: "prodigy",
  name: "Prodigy and spaCy JSONL",
  media: ["text"],
  carries: prodigyCarries,
  detect: detectProdigy,
  read: readProdigy,
  write: writeProdigy,
};
