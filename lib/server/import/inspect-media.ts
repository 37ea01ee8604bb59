import "server-only";
import type { FileTree } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";
import type { TextEncodingName } from "@/lib/text/decode";
import type { App } from "../app";
import type { KeptMedia, MediaSize } from "../media/intake";
import { intakeOf } from "../media/intakes";

/** A media file of the dataset: known by content. `kept` is null in a dry run. */
export type InspectedMedia = MediaSize & { kept: KeptMedia | null };
export type MediaInspector = {
  /** Keeps the file; in a dry run only hashes and measures it. Throws MediaError for a bad file. */
  inspect(path: string): Promise<InspectedMedia>;
  /** Only what it measures: for readers that need sizes while they read. Throws as `inspect`. */
  measure(path: string): Promise<MediaSize>;
};

export function createMediaInspector(of: {
  app: App;
  files: FileTree;
  media: MediaKind;
  isDryRun: boolean;
  /** Of texts; null: each is detected. */
  encoding: TextEncodingName | null;
  signal?: AbortSignal;
}): MediaInspector {
  const { app, files, isDryRun, encoding, signal } = of;
  const intake = intakeOf(of.media);
  const options = (path: string) => ({
    ...{ app, source: files.stream(path), name: path, encoding },
    ...(signal ? { signal } : {}),
  });
  return {
    async inspect(path) {
      if (isDryRun) return { ...(await intake.measure(options(path))), kept: null };
      const kept = await intake.keep(options(path));
      return { ...kept, kept };
    },
    measure: (path) => intake.measure(options(path)),
  };
}
