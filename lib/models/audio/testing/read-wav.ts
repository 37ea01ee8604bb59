import { readFileSync } from "node:fs";

/** Mono 16-bit PCM as it lies in a .wav file, -1..1. */
export function readWav(file: string): { samples: Float32Array; sampleRate: number } {
  const bytes = readFileSync(file);
  const sampleRate = bytes.readUInt32LE(24);
  for (let at = 12; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    if (bytes.toString("latin1", at, at + 4) === "data") {
      const count = Math.floor(Math.min(size, bytes.length - at - 8) / 2);
      const samples = Float32Array.from({ length: count }, (_, index) => {
        return bytes.readInt16LE(at + 8 + index * 2) / 32_768;
      });
      return { samples, sampleRate };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error(`${file} has no samples.`);
}
