import type { MediaOpener, OpenedMediaBase } from "@/components/editor/media/opened-media";
import { mediaUrl, type OpenItemData } from "@/lib/api/open-item";
import {
  type AudioEditor,
  createAudioEditor,
  isAudioEditor,
} from "@/lib/editor/audio/audio-editor";
import type { Editor } from "@/lib/editor/editor";
import type { AudioInfo } from "@/lib/media/audio-plan";
import { createSound, type Sound } from "./sound/sound";

/** Recordings around the open one whose first picture is kept. */
const MAX_KEPT = 6;

export interface AudioMedia extends OpenedMediaBase {
  readonly kind: "audio";
  readonly sound: Sound;
  /** What the player plays: the bytes as uploaded. */
  readonly src: string;
}

/** Loads the picture of the whole before a recording is shown; the rest comes as it is looked at. */
export function createAudioOpener(): MediaOpener {
  const kept = new Map<string, Sound>();
  const inUse = new Set<Sound>();

  function soundOf(data: OpenItemData): Sound {
    const { id } = data.item;
    const sound = kept.get(id) ?? createSound(data.item, audioInfo(data));
    kept.delete(id);
    kept.set(id, sound);
    for (const [old, other] of kept) {
      if (kept.size <= MAX_KEPT) break;
      if (inUse.has(other)) continue;
      kept.delete(old);
      other.dispose();
    }
    return sound;
  }

  return {
    prefetch: (data) =>
      void soundOf(data)
        .prepare()
        .catch(() => undefined),
    async open(data) {
      const sound = soundOf(data);
      inUse.add(sound);
      // What is missing is asked for again by the view, and said there.
      await sound.prepare().catch(() => undefined);
      return {
        kind: "audio",
        sound,
        src: mediaUrl(data.item, "original"),
        createEditor(options, before) {
          const { durationS, sampleRate, channels } = sound.info;
          const item = { id: data.item.id, durationS, sampleRate, channels };
          const editor = createAudioEditor({ ...options, item });
          carryOver(before, editor);
          return editor;
        },
        dispose: () => void inUse.delete(sound),
      };
    },
    dispose() {
      for (const sound of kept.values()) sound.dispose();
      kept.clear();
    },
  };
}

function audioInfo({ media }: OpenItemData): AudioInfo {
  if (media.kind !== "audio") throw new TypeError(`This is of the kind ${media.kind}.`);
  return media.info;
}

/** The next recording is heard as the last one was. */
function carryOver(from: Editor | null, to: AudioEditor): void {
  if (!from || !isAudioEditor(from)) return;
  const { rate, isLooping, activeLabelId } = from.session.getState();
  to.session.setState({ rate, isLooping });
  if (to.session.getState().labels.get(activeLabelId)) to.session.setState({ activeLabelId });
}
