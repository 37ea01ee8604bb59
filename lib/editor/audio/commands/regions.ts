import { hasEditableSelection } from "../../commands/context";
import { isRegion } from "../region-index";
import type { AudioCommand, AudioCommandContext } from "./context";

/** Speakers that a digit with Alt gives: as many as there are digits in reach. */
const SPEAKER_KEYS = 9;

/** Making regions, and what is said in them. */
export const regionCommands: readonly AudioCommand[] = [
  {
    id: "audio.mark",
    group: "edit",
    title: "audio.mark",
    shortcuts: ["b"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    run: ({ editor }, press) => {
      if (press?.isRepeat) return;
      const { range, isPlaying, running } = editor.session.getState();
      if (range && !isPlaying && running.size === 0) editor.maker.create(range);
      else editor.maker.mark(editor.transport.position());
    },
  },
  {
    id: "audio.split",
    group: "edit",
    title: "audio.split",
    shortcuts: ["c"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    run: ({ editor }) => {
      editor.maker.split(editor.transport.position());
    },
  },
  {
    id: "audio.merge",
    group: "edit",
    title: "audio.merge",
    shortcuts: ["m"],
    isEnabled: (context) =>
      hasEditableSelection(context) && context.editor.maker.editableRegions().length > 1,
    run: ({ editor }) => {
      editor.maker.merge();
    },
  },
  hereCommand("start", "alt+["),
  hereCommand("end", "alt+]"),
  {
    id: "audio.write",
    group: "edit",
    title: "audio.write",
    shortcuts: ["w"],
    isEnabled: ({ editor }) => editor.regionInHand() !== null,
    run: ({ editor }) => wantField(editor, "text"),
  },
  {
    id: "audio.speaker",
    group: "edit",
    title: "audio.speaker",
    shortcuts: ["a"],
    isEnabled: ({ editor }) => !editor.isReadOnly && editor.regionInHand() !== null,
    run: ({ editor }) => wantField(editor, "speaker"),
  },
  ...Array.from({ length: SPEAKER_KEYS }, (_, n): AudioCommand => speakerCommand(n)),
  {
    id: "audio.select-here",
    group: "selection",
    title: "audio.selectHere",
    shortcuts: ["q"],
    run: ({ editor }) => {
      const { selection } = editor.session.getState();
      const found = editor.regions
        .at(editor.transport.position(), 0)
        .filter(({ id }) => editor.isFree(id));
      const at = found.findIndex(({ id }) => selection.has(id));
      const chosen = found[(at + 1) % found.length];
      if (!chosen) return;
      editor.session.setState({ selection: new Set([chosen.id]), range: null });
    },
  },
];

type Editor = AudioCommandContext["editor"];

function wantField(editor: Editor, field: "text" | "speaker"): void {
  const id = editor.regionInHand();
  if (id === null) return;
  const { preferences } = editor;
  if (field === "text") preferences.setState({ showTranscript: true });
  else preferences.setState({ isPanelOpen: true });
  editor.session.setState({ wantedField: { id, field }, selection: new Set([id]) });
}

/** The end of the selected regions comes to the playhead. */
function hereCommand(end: "start" | "end", key: string): AudioCommand {
  return {
    id: `audio.${end}-here`,
    group: "edit",
    title: `audio.${end}Here`,
    shortcuts: [key],
    isEnabled: hasEditableSelection,
    run: ({ editor }) => {
      const at = editor.transport.position();
      for (const { id, geometry } of editor.maker.editableRegions()) {
        const { start, end: last } = geometry;
        editor.maker.place(id, end === "start" ? { start: at, end: last } : { start, end: at });
      }
    },
  };
}

function speakerCommand(n: number): AudioCommand {
  return {
    id: `audio.speaker-${n + 1}`,
    group: "edit",
    title: "audio.speakerNumber",
    titleValues: { number: String(n + 1) },
    shortcuts: [`alt+${n + 1}`],
    isEnabled: (context) =>
      hasEditableSelection(context) && context.editor.regions.speakers()[n] !== undefined,
    run: ({ editor }) => {
      const speaker = editor.regions.speakers()[n];
      const ids = [...editor.session.getState().selection].filter((id) => {
        const annotation = editor.document.current().get(id);
        return annotation !== undefined && isRegion(annotation);
      });
      if (speaker !== undefined) editor.maker.setSpeaker(ids, speaker);
    },
  };
}
