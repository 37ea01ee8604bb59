import { analyseAudio } from "@/lib/server/media/audio/analyse-audio";
import { AudioProblem } from "@/lib/server/media/audio/audio-problem";
import { type AudioAnswer, audioWorker } from "@/lib/server/media/audio/audio-worker";
import { decodeSamples } from "@/lib/server/media/audio/decode-samples";
import { serveWorker } from "@/lib/server/workers/serve-worker";

serveWorker(audioWorker, async (task, { signal, progress }): Promise<AudioAnswer> => {
  try {
    return task.kind === "analyse"
      ? { kind: "analysed", analysed: await analyseAudio(task, { signal, progress }) }
      : { kind: "samples", bytes: await decodeSamples(task, signal) };
  } catch (error) {
    if (!(error instanceof AudioProblem)) throw error;
    const { code, message, details } = error;
    return { kind: "refused", code, message, details };
  }
});
