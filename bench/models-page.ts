/** What `bench/models.ts` runs in the browser: the real runner and the real loop of batches, on a page without an editor. */
import { workOnRun } from "@/lib/models/batch-run";
import type { RunnableModel, Timing } from "@/lib/models/model-runner";
import { createModelRunner } from "@/lib/models/session/create-runner";

type Photo = { id: string; url: string; width: number; height: number };
export type Measured = { timing: Timing; suggestions: number };

const runner = createModelRunner();
const longTasks: number[] = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: "longtask", buffered: true });

const page = {
  load: (model: RunnableModel) => runner.load(model),

  /** One image, with its suggestions. */
  suggest: (model: RunnableModel, { url, width, height }: Photo) =>
    runner.suggest(model, { kind: "image", url, width, height }),

  /** Recordings, too. */
  suggestAudio: (model: RunnableModel, item: { samplesUrl: string; durationS: number }) =>
    runner.suggest(model, { kind: "audio", sampleRate: 16_000, channels: 1, ...item }),

  /** All images by the loop that tabs work by; nothing is sent anywhere. */
  async batch(model: RunnableModel, photos: readonly Photo[]) {
    const queue = [...photos];
    const done: Measured[] = [];
    const startMs = performance.now();
    await workOnRun<Photo, Measured>(
      {
        async claim(max) {
          const state = done.length < photos.length ? "running" : "done";
          return { state, items: queue.splice(0, max) };
        },
        prefetch: ({ url, width, height }) =>
          runner.prefetch(model, { kind: "image", url, width, height }),
        async infer({ url, width, height }, signal) {
          const item = { kind: "image" as const, url, width, height };
          const { suggestions, timing } = await runner.suggest(model, item, { signal });
          return { timing, suggestions: suggestions.length };
        },
        save: async (outcomes) => void done.push(...outcomes),
        wait: () => Promise.resolve(),
        now: () => performance.now(),
        isAway: () => false,
        onAway: () => {},
      },
      new AbortController().signal,
    );
    return { totalMs: performance.now() - startMs, done };
  },

  takeLongTasks: () => longTasks.splice(0),
};

export type ModelsPage = typeof page;
Object.assign(globalThis, { modelsPage: page });
