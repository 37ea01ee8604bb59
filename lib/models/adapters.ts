import type { MediaKind } from "@/lib/media/media";
import type { ModelAdapter } from "./adapter";
import { audioTagging } from "./adapters/audio-tagging";
import { blazeface } from "./adapters/blazeface";
import { detr } from "./adapters/detr";
import { fastestdet } from "./adapters/fastestdet";
import { imageClassification } from "./adapters/image-classification";
import { nanodet } from "./adapters/nanodet";
import { nanodetPlus } from "./adapters/nanodet-plus";
import { picodet } from "./adapters/picodet";
import { ppocr } from "./adapters/ppocr";
import { silero } from "./adapters/silero";
import { ssd } from "./adapters/ssd";
import { textRules } from "./adapters/text-rules";
import { tokenClassification } from "./adapters/token-classification";
import { yoloEndToEnd } from "./adapters/yolo-end-to-end";
import { yoloV5 } from "./adapters/yolo-v5";
import { yoloV8 } from "./adapters/yolo-v8";
import { yolox } from "./adapters/yolox";
import { yunet } from "./adapters/yunet";
import type { ModelIo } from "./model-io";

/** Every family of models. A new one is a file in adapters/ and a line here. */
export const ADAPTERS: readonly ModelAdapter[] = [
  audioTagging,
  blazeface,
  detr,
  fastestdet,
  imageClassification,
  nanodet,
  nanodetPlus,
  picodet,
  ppocr,
  silero,
  ssd,
  textRules,
  tokenClassification,
  yoloEndToEnd,
  yoloV5,
  yoloV8,
  yolox,
  yunet,
];

export function findAdapter(id: string): ModelAdapter | null {
  return ADAPTERS.find((adapter) => adapter.id === id) ?? null;
}

export type Candidate = { adapter: ModelAdapter; confidence: number };

/** The families that the file may belong to, likeliest first. */
export function recognise(io: ModelIo, media?: MediaKind): Candidate[] {
  return ADAPTERS.filter((adapter) => !media || adapter.media === media)
    .map((adapter) => ({ adapter, confidence: adapter.matches(io) }))
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.confidence - a.confidence);
}
