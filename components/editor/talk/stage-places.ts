import type { TalkPoint } from "@/lib/api/talk";
import type { Editor } from "@/lib/editor/editor";
import type { Anchor } from "./talk-store";

/** On the stage, in px from its corner. A place without size is a point. */
export type StageRect = { x: number; y: number; w: number; h: number };

/** Where things of an item are on the stage of its kind of media. */
export interface StagePlaces {
  /** Null: it is not (or not now) on the stage. */
  rectOf(anchor: Anchor): StageRect | null;
  /** The place under a point of the window; null where there is nothing to be about. */
  pointAt(client: { x: number; y: number }): TalkPoint | null;
}

/** What the pins in `host` lie over: it has the stage of its kind in it too. Null: it is not on the page any more. */
export function stageOf(host: HTMLElement): HTMLElement | null {
  return host.closest<HTMLElement>("[data-stage]");
}

/** `host` lies over the stage. Each kind's code comes with the first item of that kind. */
export async function openStagePlaces(editor: Editor, host: HTMLElement): Promise<StagePlaces> {
  switch (editor.kind) {
    case "image":
      return (await import("../media/image/image-places")).imagePlaces(editor, host);
    case "text":
      return (await import("../media/text/text-places")).textPlaces(editor, host);
    case "audio":
      return (await import("../media/audio/audio-places")).audioPlaces(editor, host);
  }
}
