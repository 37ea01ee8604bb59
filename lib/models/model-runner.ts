import type { ModelContext, Suggestion } from "./adapter";
import type { ModelIo } from "./model-io";

/** All that is needed to run a version of a model in a browser. */
export type RunnableModel = {
  /** Id of the version; what is loaded is known by it. */
  id: string;
  adapterId: string;
  /** One for each role of the adapter. `url` is of our own origin. */
  files: readonly { role: string; hash: string; bytes: number; url: string }[];
  context: Omit<ModelContext, "assets" | "io">;
  /** Texts beside the model, loaded and cached as the files are. */
  assets: readonly { role: string; hash: string; bytes: number; url: string }[];
};

/** An item as the runner takes it. Media are fetched and decoded off the main thread. */
export type RunnableItem =
  | { kind: "image"; url: string; width: number; height: number }
  | { kind: "text"; text: string }
  /** `samplesUrl` with the number of a tile appended is a tile of samples (lib/media/audio-plan.ts). */
  | { kind: "audio"; samplesUrl: string; durationS: number; sampleRate: number; channels: number };

export type Backend = {
  /** None: rules, for which no network runs. */
  provider: "webgpu" | "wasm" | "none";
  /** Of wasm; 1 where the page is not cross-origin isolated. */
  threads: number;
};

/** Milliseconds of one item, by step. `prepare` and `finish` are the adapter's own work. */
export type Timing = {
  fetchMs: number;
  decodeMs: number;
  prepareMs: number;
  inferMs: number;
  finishMs: number;
};

export type RunResult = { suggestions: Suggestion[]; timing: Timing };

/**
 * The one place where models run: a worker that is started when first needed and owns onnxruntime-web.
 * Everything rejects with a ModelError (lib/models/model-error.ts).
 */
export interface ModelRunner {
  /** Loads a model, from the browser's own cache when it is there. `onProgress`: bytes of all its files. */
  load(
    model: RunnableModel,
    options?: { signal?: AbortSignal; onProgress?: (loaded: number, total: number) => void },
  ): Promise<Backend>;
  /** Loads what is not loaded. `onProgress` (0..1) tells of long recordings. */
  suggest(
    model: RunnableModel,
    item: RunnableItem,
    options?: { signal?: AbortSignal; onProgress?: (share: number) => void },
  ): Promise<RunResult>;
  /** Fetches and decodes ahead, while another item is being inferred. */
  prefetch(model: RunnableModel, item: RunnableItem): void;
  /** Reads a file and tries to make a session of it. */
  inspect(file: Blob): Promise<ModelIo>;
  /** Frees the session of a model; its files stay in the cache. */
  release(modelId: string): Promise<void>;
  /** What runs now; null before the first model is loaded. */
  backend(): Backend | null;
  subscribe(listener: () => void): () => void;
  /** Ends the worker. */
  dispose(): void;
}
