import "server-only";
import { open } from "node:fs/promises";
import { ModelError } from "@/lib/models/model-error";
import type { ModelIo } from "@/lib/models/model-io";
import { readOnnx } from "@/lib/models/onnx-file/read-onnx";
import { thinOnnx } from "./thin-onnx";

const HEAD_BYTES = 64;

/**
 * What an ONNX file says of itself.
 * @throws ModelError `not_onnx`, `corrupt`, `external_data`, `layout`
 */
export async function readModelIo(path: string): Promise<ModelIo> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    requireOnnx(buffer.subarray(0, bytesRead));
    return readOnnx(await thinOnnx(file, size)).io;
  } finally {
    await file.close();
  }
}

/** The head alone tells files of other kinds; that it is cut off there says nothing. */
function requireOnnx(head: Uint8Array): void {
  try {
    readOnnx(head);
  } catch (error) {
    if (error instanceof ModelError && error.problem === "not_onnx") throw error;
  }
}
