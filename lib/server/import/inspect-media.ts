import "server-only";
import type { FileTree } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";
import type { App } from "../app";
import type { KeptMedia, MediaSize } from "../media/intake";
import { intakeOf } from "../media/intakes";

/** A media file of the dataset: known by content. `kept` is null in a dry run. */
export type InspectedMedia = MediaSize & { kept: KeptMedia | null };
export type MediaInspector = {
  /** Throws MediaError for a bad file. Asked again, answers the same. */
  inspect(path: string): Promise<InspectedMedia>;
};

/** Keeps each file that is asked for; in a dry run it is only hashed and measured. */
export function createMediaInspector(of: {
  app: App;
  files: FileTree;
  media: MediaKind;
  isDryRun: boolean;
  signal?: AbortSignal;
}): MediaInspector {
  const { app, files, isDryRun, signal } = of;
  const intake = intakeOf(of.media);
  // A reader asks for the size just before it sends the item: the last answer is enough.
  let last: { path: string; found: Promise<InspectedMedia> } | null = null;

  async function look(path: string): Promise<InspectedMedia> {
    const source = files.stream(path);
    const options = { app, source, name: path, ...(signal ? { signal } : {}) };
    if (isDryRun) return { ...(await intake.measure(options)), kept: null };
    const kept = await intake.keep(options);
    return { ...kept, kept };
  }
  return {
    inspect(path) {
      if (last?.path !== path) last = { path, found: look(path) };
      return last.found;
    },
  };
}
