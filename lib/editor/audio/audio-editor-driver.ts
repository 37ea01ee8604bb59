import type { Label } from "@/lib/annotation/label";
import type { Press } from "@/lib/commands/command";
import { runCommand } from "@/lib/commands/run-command";
import { editorCommands } from "../commands";
import { type AudioEditor, type AudioEditorOptions, createAudioEditor } from "./audio-editor";
import { isRegion } from "./region-index";
import type { SoundPort } from "./transport";

function label(name: string, position: number, more: Partial<Label> = {}): Label {
  const hotkey = String(position + 1);
  return { id: name, name, color: "#aa3355", hotkey, geometries: ["interval"], position, ...more };
}

export const AUDIO_LABELS: readonly Label[] = [
  label("speech", 0),
  label("music", 1, { geometries: [] }),
  label("clean", 2, { geometries: ["whole"], answer: { question: "Quality", kind: "one" } }),
  label("noisy", 3, { geometries: ["whole"], answer: { question: "Quality", kind: "one" } }),
  label("summary", 4, { geometries: ["whole"], answer: { question: "Summary", kind: "text" } }),
];

/** A sound card whose time goes on only when it is told to. */
export interface FakeSound extends SoundPort {
  isOn(): boolean;
  seeks(): readonly number[];
}

/** An editor of a recording of 20 s in a view of 1000 px, worked on by commands and pointer. For tests. */
export interface AudioDriver {
  editor: AudioEditor;
  sound: FakeSound;
  run(...ids: string[]): AudioDriver;
  /** As if the key were held down. */
  hold(id: string): AudioDriver;
  /** So many seconds of the clock go by, by frames, with the timers that the transport asks for. */
  wait(seconds: number): AudioDriver;
  /** Draws by pointer from one moment to the other. */
  draw(from: number, to: number, options?: { isRegion?: boolean; isExact?: boolean }): AudioDriver;
  /** Each region as "label start-end text", by time. */
  regions(): string[];
  selected(): string[];
}

const FRAME_S = 1 / 60;

export function driveAudio(options: Partial<AudioEditorOptions> = {}): AudioDriver {
  let made = 0;
  const editor = createAudioEditor({
    item: { id: "item", durationS: 20, sampleRate: 16_000, channels: 1 },
    labels: AUDIO_LABELS,
    annotations: [],
    newId: () => `new${String(++made).padStart(3, "0")}`,
    ...options,
  });
  editor.setWidth(1_000);
  const { sound, pass } = createFakeSound();
  editor.transport.attach(sound);

  function execute(id: string, press?: Press): void {
    const { labels } = editor.session.getState();
    const command = editorCommands("audio", labels.list).find((each) => each.id === id);
    if (!command) throw new Error(`There is no command ${id}.`);
    // Commands of the editor itself are done when this returns; only the shell's take time.
    void runCommand(command, { editor, shell: {} }, press);
  }

  const shown = (id: string) => {
    const region = editor.document.current().get(id);
    if (!region || !isRegion(region)) return [];
    const { start, end } = region.geometry;
    const words = region.text === undefined ? "" : ` ${region.text}`;
    return [`${region.labelId} ${Number(start.toFixed(6))}-${Number(end.toFixed(6))}${words}`];
  };
  const driver: AudioDriver = {
    editor,
    sound,
    run(...ids) {
      for (const id of ids) execute(id);
      return driver;
    },
    hold(id) {
      execute(id, { isRepeat: true });
      return driver;
    },
    wait(seconds) {
      let left = seconds;
      while (left > 1e-9) {
        const wantedMs = editor.transport.tick();
        const timer = wantedMs === null ? FRAME_S : Math.max(0.000_1, wantedMs / 1_000);
        const step = Math.min(left, FRAME_S, timer);
        pass(step);
        left -= step;
      }
      editor.transport.tick();
      return driver;
    },
    draw(from, to, { isRegion: makesRegion = true, isExact = true } = {}) {
      editor.hand.draw(from, { isRegion: makesRegion, isExact });
      editor.hand.dragTo((from + to) / 2, { isExact });
      editor.hand.dragTo(to, { isExact });
      editor.hand.release();
      return driver;
    },
    regions: () => editor.regions.all().flatMap(({ id }) => shown(id)),
    selected: () => [...editor.session.getState().selection].flatMap(shown),
  };
  return driver;
}

function createFakeSound(): { sound: FakeSound; pass(seconds: number): void } {
  let at = 0;
  let rate = 1;
  let isOn = false;
  const seeks: number[] = [];
  return {
    sound: {
      play: () => {
        isOn = true;
      },
      pause: () => {
        isOn = false;
      },
      seek(to) {
        at = to;
        seeks.push(to);
      },
      setRate(next) {
        rate = next;
      },
      position: () => at,
      isOn: () => isOn,
      seeks: () => seeks,
    },
    pass(seconds) {
      if (isOn) at += seconds * rate;
    },
  };
}
