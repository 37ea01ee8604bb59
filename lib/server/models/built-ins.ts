import "server-only";
import path from "node:path";
import type { ModelVersion } from "@/lib/api/models";
import { BUILT_IN_MODELS, type BuiltInFile } from "@/lib/models/catalogue";

/** The models that come with Trazo, as the API has them. */
export const BUILT_INS: readonly ModelVersion[] = BUILT_IN_MODELS.map((model) => ({
  ...model,
  projectId: null,
  isBuiltIn: true,
  classes: [...model.classes],
  files: model.files.map(withoutLocation),
  assets: model.assets.map(withoutLocation),
}));

export function findBuiltIn(versionId: string): ModelVersion | null {
  return BUILT_INS.find(({ id }) => id === versionId) ?? null;
}

/** Path and size of a file of a built-in model; null for any other hash. */
export function builtInFile(hash: string): { path: string; bytes: number } | null {
  for (const { files, assets } of BUILT_IN_MODELS) {
    const file = [...files, ...assets].find((named) => named.hash === hash);
    if (!file) continue;
    const root = process.env["TRAZO_ROOT"] ?? process.cwd();
    return { path: path.join(/* turbopackIgnore: true */ root, file.location), bytes: file.bytes };
  }
  return null;
}

function withoutLocation({ location: _location, ...file }: BuiltInFile) {
  return file;
}
