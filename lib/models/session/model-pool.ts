import { findAdapter } from "../adapters";
import { ModelError } from "../model-error";
import type { ModelIo } from "../model-io";
import type { Backend, RunnableModel } from "../model-runner";
import { readOnnx } from "../onnx-file/read-onnx";
import { fetchFile } from "./fetch-file";
import { type OpenedSession, openSession } from "./runtime";

/** More are let go of, the one first that was not used for longest. */
const MAX_LOADED = 2;

export type LoadedModel = {
  sessions: Readonly<Record<string, OpenedSession>>;
  io: Readonly<Record<string, ModelIo>>;
  assets: Readonly<Record<string, string>>;
  backend: Backend;
};

/** The models that are in memory, by the id of their version. */
export class ModelPool {
  /** In the order of their last use. */
  private readonly loaded = new Map<string, LoadedModel>();

  /** @throws ModelError */
  async get(
    model: RunnableModel,
    options: { signal: AbortSignal; onProgress?: (loaded: number, total: number) => void },
  ): Promise<LoadedModel> {
    const known = this.loaded.get(model.id);
    if (known) {
      this.loaded.delete(model.id);
      this.loaded.set(model.id, known);
      return known;
    }
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size < MAX_LOADED) break;
      await this.release(oldest);
    }
    const made = await this.withRoom(() => loadModel(model, options));
    this.loaded.set(model.id, made);
    return made;
  }

  /** Tries once more, with all others let go of, when there is too little memory. */
  async withRoom<T>(work: () => Promise<T>, keepId?: string): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const others = [...this.loaded.keys()].filter((id) => id !== keepId);
      const isMemory = error instanceof ModelError && error.problem === "memory";
      if (!isMemory || others.length === 0) throw error;
      for (const id of others) await this.release(id);
      return work();
    }
  }

  backendOf(id: string): Backend | null {
    return this.loaded.get(id)?.backend ?? null;
  }

  get size(): number {
    return this.loaded.size;
  }

  async release(id: string): Promise<void> {
    const model = this.loaded.get(id);
    this.loaded.delete(id);
    await releaseSessions(Object.values(model?.sessions ?? {}));
  }
}

async function loadModel(
  { adapterId, files, assets }: RunnableModel,
  {
    signal,
    onProgress,
  }: { signal: AbortSignal; onProgress?: (loaded: number, total: number) => void },
): Promise<LoadedModel> {
  const isStepwise = findAdapter(adapterId)?.task === "speech";
  const all = [...files, ...assets];
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const sessions: Record<string, OpenedSession> = {};
  const io: Record<string, ModelIo> = {};
  const texts: Record<string, string> = {};
  try {
    for (const [index, file] of all.entries()) {
      const content = await fetchFile(file, {
        signal,
        onProgress: (loaded) => onProgress?.(before + loaded, total),
      });
      before += file.bytes;
      signal.throwIfAborted();
      if (index >= files.length) {
        texts[file.role] = new TextDecoder().decode(content);
      } else {
        io[file.role] = readOnnx(content).io;
        sessions[file.role] = await openSession(content, { isStepwise });
      }
    }
  } catch (error) {
    await releaseSessions(Object.values(sessions));
    throw error;
  }
  return { sessions, io, assets: texts, backend: slowest(Object.values(sessions)) };
}

/** What a model of several files runs by: WebAssembly as soon as one of them does; without files nothing but code. */
function slowest(sessions: readonly OpenedSession[]): Backend {
  const backends = sessions.map(({ runtime }) => runtime.backend);
  return (
    backends.find(({ provider }) => provider === "wasm") ??
    backends[0] ?? { provider: "none", threads: 1 }
  );
}

async function releaseSessions(sessions: readonly OpenedSession[]): Promise<void> {
  for (const { session } of sessions) await session.release().catch(() => {});
}
