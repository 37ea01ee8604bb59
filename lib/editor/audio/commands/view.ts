import { labelNamesToggle, preferenceToggle } from "../../commands/preference-toggle";
import { LANE_GROUPINGS } from "../../preferences";
import type { AudioEditor } from "../audio-editor";
import {
  fitAll,
  panBy,
  sampleSize,
  showRange,
  visibleRange,
  ZOOM_STEP,
  zoomAt,
} from "../time-viewport";
import type { AudioCommand } from "./context";

/** The keys push the view by this share of it. */
const PAN_SHARE = 0.5;

export const audioViewCommands: readonly AudioCommand[] = [
  {
    id: "view.zoom-in",
    group: "view",
    title: "view.zoomIn",
    shortcuts: ["plus", "="],
    run: ({ editor }) => zoom(editor, ZOOM_STEP),
  },
  {
    id: "view.zoom-out",
    group: "view",
    title: "view.zoomOut",
    shortcuts: ["-"],
    run: ({ editor }) => zoom(editor, 1 / ZOOM_STEP),
  },
  {
    id: "view.fit",
    group: "view",
    title: "audio.fit",
    shortcuts: ["shift+1"],
    run: ({ editor }) => editor.setViewport((_, frame) => fitAll(frame)),
  },
  {
    id: "view.actual-size",
    group: "view",
    title: "audio.samples",
    shortcuts: ["shift+0"],
    run: ({ editor }) =>
      editor.setViewport((viewport, frame) => sampleSize(viewport, frame, anchor(editor))),
  },
  {
    id: "view.zoom-to-selection",
    group: "view",
    title: "view.zoomToSelection",
    shortcuts: ["shift+2", "z"],
    isEnabled: ({ editor }) => editor.target() !== null,
    run: ({ editor }) => {
      const target = editor.target();
      if (target) editor.setViewport((_, frame) => showRange(target, frame));
    },
  },
  pan({ id: "audio.pan-back", title: "audio.panBack", key: "shift+pageup", by: -1 }),
  pan({ id: "audio.pan-forward", title: "audio.panForward", key: "shift+pagedown", by: 1 }),
  {
    id: "audio.follow",
    group: "view",
    title: "audio.follow",
    shortcuts: [],
    isActive: ({ editor }) => editor.preferences.getState().followPlayhead,
    run: ({ editor }) => {
      editor.preferences.setState(({ followPlayhead }) => ({ followPlayhead: !followPlayhead }));
      editor.session.setState({ isFollowing: true });
    },
  },
  preferenceToggle({ id: "audio.snap", title: "audio.snap", key: "snapRegions", shortcuts: ["n"] }),
  preferenceToggle({
    id: "audio.spectrum",
    title: "audio.spectrum",
    key: "showSpectrum",
    shortcuts: ["v"],
  }),
  preferenceToggle({
    id: "audio.channels",
    title: "audio.channels",
    key: "channelsApart",
    shortcuts: ["h"],
  }),
  preferenceToggle({
    id: "audio.table",
    title: "audio.table",
    key: "showTranscript",
    shortcuts: ["y"],
  }),
  labelNamesToggle,
  {
    id: "audio.lanes",
    group: "view",
    title: "audio.lanes",
    shortcuts: ["g"],
    run: ({ editor }) =>
      editor.preferences.setState(({ laneGrouping }) => ({
        laneGrouping:
          LANE_GROUPINGS[(LANE_GROUPINGS.indexOf(laneGrouping) + 1) % LANE_GROUPINGS.length] ??
          "overlap",
      })),
  },
];

/** What the keys zoom at: the pointer over the sound, else the playhead if it is seen, else the middle. */
function anchor(editor: AudioEditor): number {
  const { viewport, widthPx, pointer } = editor.session.getState();
  const { start, end } = visibleRange(viewport, { widthPx });
  const at = editor.transport.position();
  if (pointer !== null) return pointer;
  return at >= start && at <= end ? at : (start + end) / 2;
}

function zoom(editor: AudioEditor, factor: number): void {
  editor.setViewport((viewport, frame) => zoomAt(viewport, frame, { at: anchor(editor), factor }));
}

function pan(made: { id: string; title: string; key: string; by: 1 | -1 }): AudioCommand {
  return {
    id: made.id,
    group: "view",
    title: made.title,
    shortcuts: [made.key],
    run: ({ editor }) => {
      editor.session.setState({ isFollowing: false });
      editor.setViewport((viewport, frame) =>
        panBy(viewport, frame, made.by * PAN_SHARE * frame.widthPx * viewport.secondsPerPx),
      );
    },
  };
}
