import "server-only";
import type { App } from "../app";
import { type AudioLimits, analyseFile, ingestAudio, readAudioInfo } from "./audio/ingest-audio";
import type { MediaIntake } from "./intake";
import { openMedia } from "./open-media";
import { stageSource } from "./stage-source";

const S_PER_HOUR = 3_600;

export const audioIntake: MediaIntake = {
  async keep({ app, ...options }) {
    const store = await openMedia(app.settings);
    const { isNew: _isNew, ...info } = await ingestAudio({
      ...{ store, limits: audioLimits(app) },
      ...options,
    });
    const { hash, sizeBytes, mediaType, durationS, warnings } = info;
    // A misleading name is one item's affair; the blob may be shared with well-named ones.
    const kept = warnings.filter((warning) => warning !== "misleading_name");
    const blob = {
      ...{ hash, bytes: sizeBytes, mediaType, durationS },
      info: JSON.stringify({ v: 1, ...info, warnings: kept }),
    };
    const length = durationS;
    return { hash, width: null, height: null, length, warnings, item: { blob, length } };
  },
  async measure({ app, source, signal }) {
    const { maxBytes, maxS } = audioLimits(app);
    const store = await openMedia(app.settings);
    const staged = await stageSource(store, { source, maxBytes });
    try {
      // Only decoding tells how long it is, to the sample.
      const { analysed } = await store.withScratchFolder((folder) =>
        staged.withLocalFile((path) => analyseFile(path, { folder, maxS, signal })),
      );
      const length = analysed.samples / analysed.sampleRate;
      return { hash: staged.hash, width: null, height: null, length };
    } finally {
      await staged.discard();
    }
  },
  async read(app, { hash }) {
    const info = await readAudioInfo(await openMedia(app.settings), hash);
    return info && { kind: "audio", info };
  },
};

function audioLimits({ settings }: App): AudioLimits {
  return { maxBytes: settings.maxFileBytes, maxS: settings.maxAudioHours * S_PER_HOUR };
}
