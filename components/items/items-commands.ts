import type { Command } from "@/lib/commands/command";

/** What the commands of the items view can do. */
export interface ItemsCommandContext {
  canManage: boolean;
  hasSelection: boolean;
  hasActive: boolean;
  layout: "grid" | "table";
  openActive(): void;
  toggleActive(): void;
  selectAll(): void;
  clearSelection(): void;
  deleteSelected(): void;
  preLabelSelected(): void;
  assignSelected(): void;
  focusSearch(): void;
  setLayout(layout: "grid" | "table"): void;
}

export const ITEMS_COMMANDS: readonly Command<ItemsCommandContext>[] = [
  {
    id: "items.open",
    group: "item",
    title: "items.open",
    shortcuts: ["enter"],
    isEnabled: (view) => view.hasActive,
    run: (view) => view.openActive(),
  },
  {
    id: "items.toggle",
    group: "selection",
    title: "items.toggle",
    shortcuts: ["space"],
    isEnabled: (view) => view.hasActive,
    run: (view) => view.toggleActive(),
  },
  {
    id: "items.select-all",
    group: "selection",
    title: "items.selectAll",
    shortcuts: ["mod+a"],
    run: (view) => view.selectAll(),
  },
  {
    id: "items.clear-selection",
    group: "selection",
    title: "items.clearSelection",
    shortcuts: ["escape"],
    isEnabled: (view) => view.hasSelection,
    run: (view) => view.clearSelection(),
  },
  {
    id: "items.delete",
    group: "item",
    title: "items.delete",
    shortcuts: ["delete", "backspace"],
    isEnabled: (view) => view.canManage && view.hasSelection,
    run: (view) => view.deleteSelected(),
  },
  {
    id: "items.pre-label",
    group: "item",
    title: "items.preLabel",
    shortcuts: ["m"],
    isEnabled: (view) => view.canManage && view.hasSelection,
    run: (view) => view.preLabelSelected(),
  },
  {
    id: "items.assign",
    group: "item",
    title: "items.assign",
    shortcuts: ["g"],
    isEnabled: (view) => view.canManage && view.hasSelection,
    run: (view) => view.assignSelected(),
  },
  {
    id: "items.search",
    group: "navigate",
    title: "items.search",
    shortcuts: ["/"],
    run: (view) => view.focusSearch(),
  },
  {
    id: "items.grid",
    group: "view",
    title: "items.grid",
    shortcuts: [],
    isActive: (view) => view.layout === "grid",
    run: (view) => view.setLayout("grid"),
  },
  {
    id: "items.table",
    group: "view",
    title: "items.table",
    shortcuts: [],
    isActive: (view) => view.layout === "table",
    run: (view) => view.setLayout("table"),
  },
];
