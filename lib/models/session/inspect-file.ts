import { ModelError } from "../model-error";
import type { ModelIo } from "../model-io";
import { readOnnx } from "../onnx-file/read-onnx";
import { openSession } from "./runtime";

/**
 * Reads what a file says of itself, then makes a session of it, and lets go of that.
 * @throws ModelError
 */
export async function inspectFile(file: Blob): Promise<ModelIo> {
  const bytes = await readAll(file);
  const { io } = readOnnx(bytes);
  const { session } = await openSession(bytes);
  await session.release();
  return io;
}

async function readAll(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new ModelError("memory", null, { cause: error });
  }
}
