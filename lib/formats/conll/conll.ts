import type { Format } from "../format";
import { detectConll } from "./detect-conll";
import { readConll } from "./read-conll";
import { conllCarries, writeConll } from "./write-conll";

export const conll: Format = {
  id: "conll",
  name: "CoNLL, IOB2",
  media: ["text"],
  carries: conllCarries,
  detect: detectConll,
  read: readConll,
  write: writeConll,
};
