import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BUILT_IN_MODELS } from "@/lib/models/catalogue";
import { readOnnx } from "@/lib/models/onnx-file/read-onnx";
import { readModelIo } from "./read-model-io";
import { thinOnnx } from "./thin-onnx";

const FILES = BUILT_IN_MODELS.flatMap(({ files }) => files.map(({ location }) => location));

function scratchFile(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-onnx-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, "a.onnx");
}

test.each(FILES)("%s says the same without its weights", async (file) => {
  expect(await readModelIo(file)).toEqual(readOnnx(fs.readFileSync(file)).io);
  const handle = await fs.promises.open(file);
  const thin = await thinOnnx(handle, (await handle.stat()).size);
  await handle.close();
  expect(thin.byteLength).toBeLessThan(fs.statSync(file).size / 2);
});

test.each(FILES)("%s cut off anywhere is refused as damaged", async (file) => {
  const bytes = fs.readFileSync(file);
  const target = scratchFile();
  for (const share of [0.01, 0.3, 0.7, 0.999]) {
    fs.writeFileSync(target, bytes.subarray(0, Math.floor(bytes.length * share)));
    await expect(readModelIo(target)).rejects.toMatchObject({ problem: "corrupt" });
  }
});

test("what is no ONNX, or claims lengths that it has not, is refused", async () => {
  const target = scratchFile();
  const refusal = async (bytes: Uint8Array) => {
    fs.writeFileSync(target, bytes);
    return readModelIo(target).then(
      () => null,
      (error: { problem?: string }) => error.problem,
    );
  };
  expect(await refusal(Buffer.from("%PDF-1.7"))).toBe("not_onnx");
  expect(await refusal(Buffer.alloc(0))).toBe("not_onnx");
  // A version, then a graph of some exabytes.
  expect(await refusal(Buffer.from([8, 7, 0x3a, ...new Array(8).fill(0xff), 0x7f]))).toBe(
    "corrupt",
  );
  expect(await refusal(Buffer.from([8, 7, 0x3a, ...new Array(30).fill(0xff)]))).toBe("corrupt");
});
