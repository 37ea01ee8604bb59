import type { AdapterFixture } from "./adapter-fixture";
import { audioTaggingFixture } from "./fixtures/audio-tagging";
import { ppocrFixture } from "./fixtures/ppocr";
import { sileroFixture } from "./fixtures/silero";
import { tokenClassificationFixture } from "./fixtures/token-classification";
import { recorded } from "./recorded";

/** One model or more of each family, by the id of its adapter. A new adapter adds its own. */
export const FIXTURES: Readonly<Record<string, readonly AdapterFixture[]>> = {
  "audio-tagging": [audioTaggingFixture],
  nanodet: [recorded("nanodet-bus")],
  picodet: [recorded("picodet-bus")],
  ppocr: [ppocrFixture],
  silero: [sileroFixture],
  "token-classification": [tokenClassificationFixture],
};
