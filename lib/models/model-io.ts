import * as z from "zod/mini";
import { TENSOR_TYPES } from "./tensor";

/** An input or output as the file declares it. A dimension that is free is a name, or null without one. */
export const tensorInfoSchema = z.object({
  name: z.string(),
  type: z.enum(TENSOR_TYPES),
  dims: z.array(z.nullable(z.union([z.int(), z.string()]))),
});
export type TensorInfo = z.infer<typeof tensorInfoSchema>;

/** What an .onnx file says of itself, read without running it. */
export const modelIoSchema = z.object({
  inputs: z.array(tensorInfoSchema),
  outputs: z.array(tensorInfoSchema),
  /** `metadata_props`: Ultralytics keeps `names`, `task`, `stride`, `imgsz` here. */
  metadata: z.record(z.string(), z.string()),
  /** Version of the default operator set (ai.onnx); null when it uses none. */
  opset: z.nullable(z.int()),
  producer: z.string(),
});
export type ModelIo = z.infer<typeof modelIoSchema>;
