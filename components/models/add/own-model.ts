import { ApiError } from "@/lib/api/client";
import type { NewModel } from "@/lib/api/models";
import type { MediaKind } from "@/lib/media/media";
import type { AdapterDefaults, ModelAdapter } from "@/lib/models/adapter";
import { ADAPTERS, recognise } from "@/lib/models/adapters";
import type { ModelIo } from "@/lib/models/model-io";
import type { ModelOptions } from "@/lib/models/model-options";

/** Certain enough not to ask. */
const SURE = 0.8;

/** A file on its way to be a model, with what was read of it and what the person set. */
export type Draft = {
  /** By role of the adapter; the first is the one that was dropped. */
  files: Readonly<Record<string, File>>;
  assets: Readonly<Record<string, File>>;
  io: ModelIo;
  adapterId: string;
  isSure: boolean;
  /** No family has such inputs and outputs; the one that is named is any. */
  isUnknown: boolean;
  classes: readonly string[];
  /** How many the outputs have room for; null: the file does not say. */
  classCount: number | null;
  options: ModelOptions;
  /** What the model gives besides and is not used. */
  unused: AdapterDefaults["unused"];
  name: string;
  version: string;
  licence: string;
  provenance: string;
};

/** The families of which somebody can have a file. */
export function adaptersFor(media: MediaKind): readonly ModelAdapter[] {
  return ADAPTERS.filter(({ media: kind, roles }) => kind === media && roles.length > 0);
}

/** What can be said of a file without asking; null when no family of the medium could have it. */
export function draftOf(
  file: File,
  { io, media }: { io: ModelIo; media: MediaKind },
): Draft | null {
  const [best] = recognise(io, media);
  const adapter = best?.adapter ?? adaptersFor(media)[0];
  if (!adapter) return null;
  return {
    ...withAdapter({ io, assets: {} }, adapter, file),
    io,
    isSure: (best?.confidence ?? 0) >= SURE,
    isUnknown: best === undefined,
    name: file.name.replace(/\.onnx$/i, ""),
    version: io.metadata["version"] ?? new Date().toISOString().slice(0, 10),
    licence: io.metadata["license"] ?? "",
    provenance: [io.metadata["author"], io.metadata["description"], io.producer]
      .filter((part) => part !== undefined && part !== "")
      .join(" · "),
  };
}

/** The draft read as a file of another family. */
export function withAdapter(
  { io, assets }: Pick<Draft, "io" | "assets">,
  adapter: ModelAdapter,
  file: File,
): Pick<Draft, "adapterId" | "classes" | "classCount" | "options" | "unused" | "files" | "assets"> {
  const { classes, classCount, options, unused } = adapter.defaults(io);
  const role = adapter.roles[0] ?? "model";
  return {
    adapterId: adapter.id,
    classes,
    classCount,
    options,
    unused,
    files: { [role]: file },
    assets,
  };
}

/** Classes as they are pasted: a line each, with or without a number before; or a JSON list or map. */
export function parseClasses(text: string): string[] {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) {
    try {
      const parsed: unknown = JSON.parse(trimmed);
      const values = Array.isArray(parsed) ? parsed : Object.values(parsed as object);
      if (values.every((value) => typeof value === "string")) return values;
    } catch {
      // Not JSON after all: read as lines.
    }
  }
  return trimmed
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^\s*\d+\s*[:=,\t]\s*/, "")
        .replace(/^\s*-\s+/, "")
        .trim(),
    )
    .filter((line) => line !== "");
}

export type DraftProblem =
  | ("noClasses" | "classCount" | "noName" | "missingFile" | "missingAsset")
  /** Of rules for texts. */
  | ("noRules" | "badRule");

/** Why it cannot be tried yet; null when it can. */
export function problemOf(draft: Draft, adapter: ModelAdapter): DraftProblem | null {
  if (draft.name.trim() === "" || draft.version.trim() === "") return "noName";
  if (draft.classes.length === 0) return "noClasses";
  if (draft.classCount !== null && draft.classes.length !== draft.classCount) return "classCount";
  if (adapter.roles.some((role) => !draft.files[role])) return "missingFile";
  if (adapter.assets.some((role) => !draft.assets[role])) return "missingAsset";
  return null;
}

type Sender = (path: string, file: File, onProgress: (bytes: number) => void) => Promise<unknown>;

/** Sends the files, and makes the body of the request that keeps the model. @throws ApiError */
export async function sendDraft(
  draft: Draft,
  {
    send,
    path,
    onProgress,
  }: { send: Sender; path: string; onProgress(done: number, total: number): void },
): Promise<NewModel> {
  const all = [...Object.values(draft.files), ...Object.values(draft.assets)];
  const total = all.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  const sendAll = async (files: Draft["files"], kind: "model" | "text") => {
    const sent: NewModel["files"] = [];
    for (const [role, file] of Object.entries(files)) {
      const answer = await send(`${path}?kind=${kind}`, file, (bytes) =>
        onProgress(before + bytes, total),
      );
      sent.push({ role, name: file.name, hash: hashOf(answer) });
      before += file.size;
    }
    return sent;
  };
  const { name, version, adapterId, classes, options, licence, provenance } = draft;
  return {
    ...{ name, version, adapterId, options, licence, provenance },
    classes: [...classes],
    files: await sendAll(draft.files, "model"),
    assets: await sendAll(draft.assets, "text"),
  };
}

function hashOf(answer: unknown): string {
  const hash = typeof answer === "object" && answer !== null && Reflect.get(answer, "hash");
  if (typeof hash !== "string") {
    throw new ApiError({ code: "internal", status: 500, detail: "The server named no hash." });
  }
  return hash;
}
