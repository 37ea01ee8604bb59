import { type EditorCommand, type EditorCommandContext, hasDecidable } from "./context";

/** A step of the threshold by the keys. */
const THRESHOLD_STEP = 0.05;

/**
 * Deciding on what models suggest. The same keys in every kind of media; Delete rejects too, and a label's key accepts
 * under that label, while a suggestion is in focus. Where M is free it runs the model as well.
 */
export function suggestionCommands(options: { isKeyMFree: boolean }): readonly EditorCommand[] {
  return [
    {
      id: "suggestions.run",
      group: "suggestions",
      title: "suggestions.run",
      shortcuts: options.isKeyMFree ? ["m", "shift+p"] : ["shift+p"],
      isEnabled: ({ editor }) => editor.session.getState().suggestions.canRun,
      run: ({ editor }, press) => {
        if (!press?.isRepeat) editor.suggestions.run();
      },
    },
    {
      id: "suggestions.accept",
      group: "suggestions",
      title: "suggestions.accept",
      shortcuts: ["o"],
      isEnabled: hasDecidable,
      run: ({ editor }) => {
        const focused = editor.suggestions.focused();
        if (focused) editor.suggestions.accept(focused);
      },
    },
    {
      id: "suggestions.reject",
      group: "suggestions",
      title: "suggestions.reject",
      shortcuts: ["shift+x"],
      isEnabled: hasDecidable,
      run: ({ editor }) => {
        const focused = editor.suggestions.focused();
        if (focused) editor.suggestions.reject([focused]);
      },
    },
    {
      id: "suggestions.accept-all",
      group: "suggestions",
      title: "suggestions.acceptAll",
      shortcuts: ["shift+a"],
      isEnabled: (context) => !context.editor.isReadOnly && hasOpen(context),
      run: ({ editor }, press) => {
        if (!press?.isRepeat) editor.suggestions.acceptAll();
      },
    },
    {
      id: "suggestions.reject-all",
      group: "suggestions",
      title: "suggestions.rejectAll",
      shortcuts: [],
      isEnabled: (context) => !context.editor.isReadOnly && hasOpen(context),
      run: ({ editor }) => editor.suggestions.rejectAll(),
    },
    {
      id: "suggestions.next",
      group: "suggestions",
      title: "suggestions.next",
      shortcuts: ["shift+j"],
      isEnabled: hasOpen,
      run: ({ editor }) => editor.suggestions.step(1),
    },
    {
      id: "suggestions.previous",
      group: "suggestions",
      title: "suggestions.previous",
      shortcuts: ["shift+k"],
      isEnabled: hasOpen,
      run: ({ editor }) => editor.suggestions.step(-1),
    },
    {
      id: "suggestions.toggle",
      group: "suggestions",
      title: "suggestions.toggle",
      shortcuts: ["shift+v"],
      isEnabled: hasLayers,
      isActive: ({ editor }) => editor.preferences.getState().showSuggestions,
      run: ({ editor }) =>
        editor.preferences.setState(({ showSuggestions }) => ({
          showSuggestions: !showSuggestions,
        })),
    },
    {
      id: "suggestions.differences",
      group: "suggestions",
      title: "suggestions.differences",
      shortcuts: ["shift+c"],
      isEnabled: ({ editor }) => editor.suggestions.canCompare(),
      isActive: ({ editor }) => editor.preferences.getState().showDifferences,
      run: ({ editor }) =>
        editor.preferences.setState(({ showDifferences }) => ({
          showDifferences: !showDifferences,
        })),
    },
    {
      id: "suggestions.next-layer",
      group: "suggestions",
      title: "suggestions.nextLayer",
      shortcuts: ["shift+g"],
      isEnabled: ({ editor }) => editor.suggestions.layers().length > 1,
      run: showNextLayer,
    },
    threshold({ name: "fewer", title: "fewer", key: "shift+u", by: THRESHOLD_STEP }),
    threshold({ name: "more", title: "more", key: "shift+d", by: -THRESHOLD_STEP }),
  ];
}

/** Each layer alone, one after the other; then all of them again. */
function showNextLayer({ editor: { suggestions } }: EditorCommandContext): void {
  const ids = suggestions.layers().map(({ layerId }) => layerId);
  const shown = ids.filter(suggestions.isOn);
  const [only] = shown.length === 1 ? shown : [];
  const next = ids[only === undefined ? 0 : ids.indexOf(only) + 1];
  for (const id of ids) suggestions.setOn(id, next === undefined || id === next);
}

function hasLayers({ editor }: EditorCommandContext): boolean {
  return editor.session.getState().suggestions.layers.length > 0;
}

function hasOpen(context: EditorCommandContext): boolean {
  return hasLayers(context) && context.editor.suggestions.open().length > 0;
}

/** Of the model whose suggestion is in focus, else of all that are shown. */
function threshold(made: { name: string; title: string; key: string; by: number }): EditorCommand {
  return {
    id: `suggestions.${made.name}`,
    group: "suggestions",
    title: `suggestions.${made.title}`,
    shortcuts: [made.key],
    isEnabled: hasLayers,
    run: ({ editor: { suggestions } }) => {
      const focused = suggestions.focused();
      const shown = suggestions.layers().filter(({ layerId }) => suggestions.isOn(layerId));
      const ids = focused ? [focused.layerId] : shown.map(({ layerId }) => layerId);
      for (const layerId of ids) {
        suggestions.setThreshold(layerId, suggestions.thresholdOf(layerId) + made.by);
      }
    },
  };
}
