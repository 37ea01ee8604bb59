import type { PairMeasure } from "./measure";
import { answers } from "./measures/answers";
import { boxes } from "./measures/boxes";
import { intervals } from "./measures/intervals";
import { regionsCollar } from "./measures/regions-collar";
import { regionsTime } from "./measures/regions-time";
import { relations } from "./measures/relations";
import { spansExact } from "./measures/spans-exact";
import { spansPartial } from "./measures/spans-partial";
import { spansWords } from "./measures/spans-words";

/** Every way in which two layers of an item are compared. A new one is a file and a line here; docs/agreement.md has them all. */
export const MEASURES: readonly PairMeasure[] = [
  boxes,
  intervals,
  answers,
  relations,
  spansExact,
  spansPartial,
  spansWords,
  regionsTime,
  regionsCollar,
];
