import {
  type ClaimedItem,
  type ModelFile,
  type ModelSettings,
  type ModelVersion,
  modelFileUrl,
} from "@/lib/api/models";
import { mediaUrl, type OpenItemData } from "@/lib/api/open-item";
import { mediaPlan } from "@/lib/media/image-plan";
import type { RunnableItem, RunnableModel } from "@/lib/models/model-runner";

/** A version as the runner takes it, with what the project sets in place of the version's own. */
export function runnableModel(
  version: Pick<ModelVersion, "id" | "adapterId" | "classes" | "options" | "files" | "assets">,
  {
    projectId,
    settings,
  }: { projectId: string; settings: Omit<ModelSettings, "mapping" | "threshold"> },
): RunnableModel {
  const { options } = version;
  const { minScore, iouThreshold, resize } = settings;
  const withUrl = ({ role, hash, bytes }: ModelFile) => ({
    ...{ role, hash, bytes },
    url: modelFileUrl(projectId, hash),
  });
  return {
    id: version.id,
    adapterId: version.adapterId,
    files: version.files.map(withUrl),
    assets: version.assets.map(withUrl),
    context: {
      classes: version.classes,
      options: {
        ...options,
        minScore: minScore ?? options.minScore,
        iouThreshold: iouThreshold ?? options.iouThreshold,
        ...(options.picture
          ? { picture: { ...options.picture, resize: resize ?? options.picture.resize } }
          : {}),
      },
    },
  };
}

/** @throws TypeError when a text cannot be fetched: as fetch does. */
export async function runnableItem(
  { id, blobHash, media }: Pick<ClaimedItem, "id" | "blobHash" | "media">,
  signal: AbortSignal,
): Promise<RunnableItem> {
  const item = { id, blobHash };
  switch (media.kind) {
    case "image": {
      const { width, height } = media;
      return { kind: "image", url: mediaUrl(item, media.variant), width, height };
    }
    case "text":
      return { kind: "text", text: await readItemText(item, signal) };
    case "audio": {
      const { durationS, sampleRate, channels } = media;
      return { kind: "audio", samplesUrl: samplesUrl(id), durationS, sampleRate, channels };
    }
  }
}

/** The text of an item as it is stored: a mark of byte order counts among its characters. @throws TypeError as fetch does. */
export async function readItemText(
  item: { id: string; blobHash: string },
  signal: AbortSignal,
): Promise<string> {
  const answer = await fetch(mediaUrl(item, "text"), { signal });
  if (!answer.ok) throw new TypeError(`The text could not be fetched (${answer.status}).`);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer());
}

/** The open item as the runner takes it; a text is given, as whoever shows it has it. */
export function openRunnable(data: OpenItemData, text: () => string): RunnableItem {
  const { item, media } = data;
  switch (media.kind) {
    case "image": {
      const { width, height, base } = mediaPlan(media.info);
      return { kind: "image", url: mediaUrl(item, base.name ?? "original"), width, height };
    }
    case "text":
      return { kind: "text", text: text() };
    case "audio": {
      const { durationS, sampleRate, channels } = media.info;
      return { kind: "audio", samplesUrl: samplesUrl(item.id), durationS, sampleRate, channels };
    }
  }
}

function samplesUrl(itemId: string): string {
  return `/api/v1/items/${itemId}/media/samples/`;
}
