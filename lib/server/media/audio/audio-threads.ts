import "server-only";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { type OpenWorker, openWorker } from "../../workers/start-worker";
import { MediaError } from "../media-error";
import { type AudioAnswer, type AudioTask, audioWorker } from "./audio-worker";

/** A thread that waits holds some 40 MB, and holds up the end of a command. */
const IDLE_MS = { analyse: 500, samples: 10_000 } as const;

/** A damaged file may send its reader in circles: without one sample in this time it is given up. */
const STALL_MS = 30_000;

type Lane = {
  limit: ReturnType<typeof pLimit>;
  idle: OpenWorker<AudioTask, AudioAnswer>[];
  timer: NodeJS.Timeout | undefined;
};
type Lanes = Readonly<Record<AudioTask["kind"], Lane>>;

const holder = globalThis as typeof globalThis & { trazoAudioLanes?: Lanes };

function lanes(): Lanes {
  const newLane = (threads: number): Lane => ({
    limit: pLimit(threads),
    idle: [],
    timer: undefined,
  });
  // One core stays for requests. Whoever looks at samples does not wait for those who upload.
  holder.trazoAudioLanes ??= {
    analyse: newLane(Math.max(1, Math.min(4, availableParallelism() - 1))),
    samples: newLane(1),
  };
  return holder.trazoAudioLanes;
}

export type AudioTaskOptions = {
  signal?: AbortSignal | undefined;
  /** Of all samples of the file, 0 to 1; null where it does not say how many there are. */
  onProgress?: ((share: number | null) => void) | undefined;
  stallMs?: number | undefined;
};

/** Throws MediaError for a file that is refused; WorkerError, or the reason of the signal, pass through. */
export function runAudioTask<K extends AudioTask["kind"]>(
  task: AudioTask & { kind: K },
  { signal, onProgress, stallMs = STALL_MS }: AudioTaskOptions = {},
): Promise<Exclude<AudioAnswer, { kind: "refused" }>> {
  const lane = lanes()[task.kind];
  return lane.limit(async () => {
    signal?.throwIfAborted();
    clearTimeout(lane.timer);
    const worker = lane.idle.pop() ?? openWorker(audioWorker);
    const stall = new AbortController();
    const stallTimer = setTimeout(() => {
      const message = "The file is damaged: its end cannot be found.";
      stall.abort(new MediaError("corrupt", message));
    }, stallMs);
    try {
      const answer = await worker.run(task, {
        signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
        onProgress(done, total) {
          stallTimer.refresh();
          onProgress?.(Number.isFinite(total) ? Math.min(1, done / total) : null);
        },
      }).result;
      if (answer.kind !== "refused") return answer;
      throw new MediaError(answer.code, answer.message, { details: answer.details });
    } finally {
      clearTimeout(stallTimer);
      lane.idle.push(worker);
      lane.timer = setTimeout(() => {
        for (const idle of lane.idle.splice(0)) void idle.close();
      }, IDLE_MS[task.kind]);
    }
  });
}
