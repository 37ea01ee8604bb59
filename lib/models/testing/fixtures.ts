import type { AdapterFixture } from "./adapter-fixture";
import { audioTaggingFixture } from "./fixtures/audio-tagging";
import { fastestdetFixture, yoloxDecodedFixture, yunetFixture } from "./fixtures/cell-detectors";
import { detrFixtures } from "./fixtures/detr";
import { imageClassificationFixtures } from "./fixtures/image-classification";
import { nanodetPlusFixture } from "./fixtures/nanodet-plus";
import { ppocrFixture } from "./fixtures/ppocr";
import { sileroFixture } from "./fixtures/silero";
import { ssdFixtures } from "./fixtures/ssd";
import { textRulesFixture } from "./fixtures/text-rules";
import { tokenClassificationFixture } from "./fixtures/token-classification";
import { yoloEndToEndFixtures, yoloV5Fixtures, yoloV8Fixtures } from "./fixtures/yolo";
import { recorded } from "./recorded";

/** One model or more of each family, by the id of its adapter. A new adapter adds its own. */
export const FIXTURES: Readonly<Record<string, readonly AdapterFixture[]>> = {
  "audio-tagging": [audioTaggingFixture],
  blazeface: [recorded("blazeface-bus")],
  detr: detrFixtures,
  fastestdet: [fastestdetFixture],
  "image-classification": imageClassificationFixtures,
  nanodet: [recorded("nanodet-bus")],
  "nanodet-plus": [nanodetPlusFixture],
  picodet: [recorded("picodet-bus")],
  ppocr: [ppocrFixture],
  silero: [sileroFixture],
  "text-rules": [textRulesFixture],
  "token-classification": [tokenClassificationFixture],
  ssd: ssdFixtures,
  "yolo-end-to-end": yoloEndToEndFixtures,
  "yolo-v5": yoloV5Fixtures,
  "yolo-v8": yoloV8Fixtures,
  yolox: [recorded("yolox-bus"), yoloxDecodedFixture],
  yunet: [yunetFixture],
};
