import { hasDecidable, hasEditableSelection } from "../../commands/context";
import type { AudioCommand } from "./context";

const MS = 0.001;

/** The same keys move the ends of spans in a text, by character, word and sentence. */
const KEYS = [
  { what: "end", ms: 1, back: "alt+arrowleft", forward: "alt+arrowright" },
  { what: "end", ms: 10, back: "[", forward: "]" },
  { what: "end", ms: 100, back: "alt+arrowup", forward: "alt+arrowdown" },
  { what: "start", ms: 1, back: "alt+shift+arrowleft", forward: "alt+shift+arrowright" },
  { what: "start", ms: 10, back: "{", forward: "}" },
  { what: "start", ms: 100, back: "alt+shift+arrowup", forward: "alt+shift+arrowdown" },
  { what: "whole", ms: 1, back: "mod+[", forward: "mod+]" },
  { what: "whole", ms: 10, back: "mod+arrowleft", forward: "mod+arrowright" },
  { what: "whole", ms: 100, back: "mod+shift+arrowleft", forward: "mod+shift+arrowright" },
] as const;

/** Moving either end of the selected regions, or all of them, by milliseconds. A held key is one entry of the history. */
export const nudgeCommands: readonly AudioCommand[] = KEYS.flatMap(({ what, ms, back, forward }) =>
  ([-1, 1] as const).map((by): AudioCommand => {
    const direction = by < 0 ? "back" : "forward";
    return {
      id: `audio.${what}-${direction}-${ms}`,
      group: "edit",
      title: `audio.nudge.${what}.${direction}`,
      titleValues: { ms: String(ms) },
      shortcuts: [by < 0 ? back : forward],
      isEnabled: (context) => hasEditableSelection(context) || hasDecidable(context),
      run: ({ editor }, press) => {
        editor.maker.nudge({ what, byS: by * ms * MS, isJoining: press?.isRepeat ?? false });
      },
    };
  }),
);
