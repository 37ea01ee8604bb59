import type * as Ort from "onnxruntime-web";
import type { Backend } from "../model-runner";
import { modelErrorOf } from "./ort-error";

const MAX_THREADS = 4;

export type Runtime = { ort: typeof Ort; backend: Backend };
export type OpenedSession = { session: Ort.InferenceSession; runtime: Runtime };

let wasm: Promise<Runtime> | null = null;
let webgpu: Promise<Runtime | null> | null = null;

/**
 * A session of the model: on the graphics card where there is one that can run it, else in WebAssembly. `isStepwise`: it
 * runs thousands of times for an item, a little each time; then the way to the card and back costs more than it saves.
 * @throws ModelError
 */
export async function openSession(
  bytes: Uint8Array,
  { isStepwise = false } = {},
): Promise<OpenedSession> {
  webgpu ??= startWebGpu();
  const fast = isStepwise ? null : await webgpu;
  if (fast) {
    try {
      return await create(fast, bytes);
    } catch (error) {
      console.info("This model does not run by WebGPU, so WebAssembly is tried:", error);
    }
  }
  wasm ??= startWasm();
  // What could not be loaded once (offline) may be there the next time.
  wasm.catch(() => {
    wasm = null;
  });
  try {
    return await create(await wasm, bytes);
  } catch (error) {
    throw modelErrorOf(error);
  }
}

/** The card is gone, or cannot do what it said: WebAssembly from now on. */
export function giveUpWebGpu(): void {
  webgpu = Promise.resolve(null);
}

async function create(runtime: Runtime, bytes: Uint8Array): Promise<OpenedSession> {
  const session = await runtime.ort.InferenceSession.create(bytes, {
    executionProviders: [runtime.backend.provider],
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  });
  return { session, runtime };
}

async function startWasm(): Promise<Runtime> {
  const ort = await import("onnxruntime-web/wasm");
  const threads = usableThreads();
  prepare(ort, threads);
  return { ort, backend: { provider: "wasm", threads } };
}

/** Null where there is no adapter; then its larger build is not fetched either. */
async function startWebGpu(): Promise<Runtime | null> {
  try {
    const adapter = await gpu()?.requestAdapter();
    if (!adapter) return null;
    const ort = await import("onnxruntime-web/webgpu");
    prepare(ort, 1);
    return { ort, backend: { provider: "webgpu", threads: 1 } };
  } catch {
    return null;
  }
}

function prepare(ort: typeof Ort, threads: number): void {
  ort.env.logLevel = "error";
  ort.env.wasm.numThreads = threads;
}

/** Memory can be shared by threads where the page is isolated from others: see next.config.js. */
function usableThreads(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(navigator.hardwareConcurrency, MAX_THREADS));
}

/** TypeScript's library for pages does not know it yet. */
function gpu(): { requestAdapter(): Promise<object | null> } | undefined {
  return (navigator as { gpu?: { requestAdapter(): Promise<object | null> } }).gpu;
}
