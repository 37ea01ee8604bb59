import { TEXT_UNITS, type TextUnit } from "@/lib/text/segments";
import { hasDecidable, hasEditableSelection } from "../../commands/context";
import type { TextCommand } from "./context";

const END_KEYS: Readonly<Record<TextUnit, readonly [back: string, forward: string]>> = {
  character: ["alt+arrowleft", "alt+arrowright"],
  word: ["[", "]"],
  sentence: ["alt+arrowup", "alt+arrowdown"],
};
const START_KEYS: Readonly<Record<TextUnit, readonly [back: string, forward: string]>> = {
  character: ["alt+shift+arrowleft", "alt+shift+arrowright"],
  word: ["{", "}"],
  sentence: ["alt+shift+arrowup", "alt+shift+arrowdown"],
};

/** Making spans, and moving either end of those that are selected. */
export const spanCommands: readonly TextCommand[] = [
  {
    id: "text.create",
    group: "edit",
    title: "text.create",
    shortcuts: ["space"],
    isEnabled: ({ editor }) => !editor.isReadOnly && editor.caret.range() !== null,
    run: ({ editor }) => {
      editor.maker.create();
    },
  },
  {
    id: "text.paint",
    group: "tools",
    title: "text.paint",
    shortcuts: ["b"],
    isEnabled: ({ editor }) => !editor.isReadOnly,
    isActive: ({ editor }) => editor.session.getState().isPainting,
    run: ({ editor }) => editor.session.setState(({ isPainting }) => ({ isPainting: !isPainting })),
  },
  {
    id: "text.unit",
    group: "tools",
    title: "text.unit",
    shortcuts: ["g"],
    run: ({ editor }) =>
      editor.session.setState(({ unit }) => ({
        unit: TEXT_UNITS[(TEXT_UNITS.indexOf(unit) + 1) % TEXT_UNITS.length] ?? "character",
      })),
  },
  ...TEXT_UNITS.flatMap((unit) =>
    (["start", "end"] as const).flatMap((end) =>
      ([-1, 1] as const).map((by) => endCommand({ unit, end, by })),
    ),
  ),
];

function endCommand({
  unit,
  end,
  by,
}: {
  unit: TextUnit;
  end: "start" | "end";
  by: 1 | -1;
}): TextCommand {
  const [back, forward] = (end === "start" ? START_KEYS : END_KEYS)[unit];
  const direction = by < 0 ? "back" : "forward";
  const unitName = unit.charAt(0).toUpperCase() + unit.slice(1);
  return {
    id: `text.${end}-${direction}-${unit}`,
    group: "edit",
    title: `text.${end}.${direction}${unitName}`,
    shortcuts: [by < 0 ? back : forward],
    isEnabled: (context) => hasEditableSelection(context) || hasDecidable(context),
    run: ({ editor }, press) => {
      editor.maker.moveEnd({ end, by, unit, isJoining: press?.isRepeat ?? false });
    },
  };
}
