import type { AudioCommand } from "./context";

/** Speeds that the keys step through. */
export const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;
const VOLUME_STEP = 0.1;

const JUMPS = [
  { name: "Short", byS: 0.1, back: "shift+arrowleft", forward: "shift+arrowright" },
  { name: "", byS: 1, back: "arrowleft", forward: "arrowright" },
  { name: "Far", byS: 5, back: "pageup", forward: "pagedown" },
] as const;

/** Playing, and where from. */
export const transportCommands: readonly AudioCommand[] = [
  {
    id: "audio.play",
    group: "tools",
    title: "audio.play",
    shortcuts: ["space"],
    isActive: ({ editor }) => editor.session.getState().isPlaying,
    run: ({ editor }, press) => {
      if (!press?.isRepeat) editor.transport.toggle();
    },
  },
  {
    id: "audio.play-selection",
    group: "tools",
    title: "audio.playSelection",
    shortcuts: ["shift+space"],
    isEnabled: ({ editor }) => editor.target() !== null,
    run: ({ editor }) => editor.transport.play(editor.target),
  },
  {
    id: "audio.play-pointer",
    group: "tools",
    title: "audio.playPointer",
    shortcuts: ["p"],
    isEnabled: ({ editor }) => editor.session.getState().pointer !== null,
    run: ({ editor }) => {
      const { pointer } = editor.session.getState();
      if (pointer !== null) editor.transport.playFrom(pointer);
    },
  },
  {
    id: "audio.loop",
    group: "tools",
    title: "audio.loop",
    shortcuts: ["r"],
    isActive: ({ editor }) => editor.session.getState().isLooping,
    run: ({ editor }) => editor.session.setState(({ isLooping }) => ({ isLooping: !isLooping })),
  },
  ...JUMPS.flatMap(({ name, byS, back, forward }): AudioCommand[] => [
    jump({ id: `audio.back${dashed(name)}`, title: `audio.back${name}`, key: back, byS: -byS }),
    jump({
      id: `audio.forward${dashed(name)}`,
      title: `audio.forward${name}`,
      key: forward,
      byS,
    }),
  ]),
  {
    id: "audio.to-start",
    group: "navigate",
    title: "audio.toStart",
    shortcuts: ["home"],
    run: ({ editor }) => goTo(editor, 0),
  },
  {
    id: "audio.to-end",
    group: "navigate",
    title: "audio.toEnd",
    shortcuts: ["end"],
    run: ({ editor }) => goTo(editor, editor.item.durationS),
  },
  rate({ id: "audio.slower", title: "audio.slower", key: "<", by: -1 }),
  rate({ id: "audio.faster", title: "audio.faster", key: ">", by: 1 }),
  {
    id: "audio.usual-speed",
    group: "tools",
    title: "audio.usualSpeed",
    shortcuts: ["shift+r"],
    run: ({ editor }) => editor.transport.setRate(1),
  },
  volume({ id: "audio.louder", title: "audio.louder", key: "mod+arrowup", by: VOLUME_STEP }),
  volume({ id: "audio.quieter", title: "audio.quieter", key: "mod+arrowdown", by: -VOLUME_STEP }),
  {
    id: "audio.mute",
    group: "tools",
    title: "audio.mute",
    shortcuts: ["shift+m"],
    isActive: ({ editor }) => editor.preferences.getState().isMuted,
    run: ({ editor }) => editor.preferences.setState(({ isMuted }) => ({ isMuted: !isMuted })),
  },
];

type Editor = Parameters<AudioCommand["run"]>[0]["editor"];

function goTo(editor: Editor, seconds: number): void {
  const at = Math.min(editor.item.durationS, Math.max(0, seconds));
  editor.transport.seek(at);
  editor.session.setState({ isFollowing: true });
  editor.revealTime(at);
}

type Made = { id: string; title: string; key: string };

function jump({ id, title, key, byS }: Made & { byS: number }): AudioCommand {
  return {
    id,
    group: "navigate",
    title,
    shortcuts: [key],
    run: ({ editor }) => goTo(editor, editor.transport.position() + byS),
  };
}

function rate({ id, title, key, by }: Made & { by: 1 | -1 }): AudioCommand {
  return {
    id,
    group: "tools",
    title,
    shortcuts: [key],
    run: ({ editor }) => {
      const now = editor.session.getState().rate;
      const next =
        by > 0 ? RATES.find((value) => value > now) : RATES.findLast((value) => value < now);
      if (next !== undefined) editor.transport.setRate(next);
    },
  };
}

function volume({ id, title, key, by }: Made & { by: number }): AudioCommand {
  return {
    id,
    group: "tools",
    title,
    shortcuts: [key],
    run: ({ editor }) =>
      editor.preferences.setState(({ volume: now }) => ({
        volume: Math.min(1, Math.max(0, Number((now + by).toFixed(2)))),
        isMuted: false,
      })),
  };
}

function dashed(name: string): string {
  return name === "" ? "" : `-${name.toLowerCase()}`;
}
