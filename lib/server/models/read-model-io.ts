import "server-only";
import { open } from "node:fs/promises";
import { ModelError } from "@/lib/models/model-error";
import type { ModelIo } from "@/lib/models/model-io";

/** Bytes that tell an ONNX file from others: field 1 of the outermost message, its version as a number. */
const HEAD = 0x08;

/**
 * What an ONNX file says of itself; null when that cannot be told without running it.
 * @throws ModelError `not_onnx`, `corrupt`
 */
export async function readModelIo(path: string): Promise<ModelIo | null> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(2), position: 0 });
    if (bytesRead < 2 || buffer[0] !== HEAD) throw new ModelError("not_onnx");
    return null;
  } finally {
    await file.close();
  }
}
