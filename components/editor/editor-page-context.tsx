"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { ReadReason } from "@/lib/api/item-work";
import type { OpenItemData } from "@/lib/api/open-item";
import type { Project } from "@/lib/api/projects";
import type { SuggestionLayer } from "@/lib/api/suggestion-layers";
import type { EditorCommandContext } from "@/lib/editor/commands/context";
import type { Saver } from "@/lib/editor/saving/saver";
import type { SaveStatus } from "@/lib/editor/saving/status";
import type { NothingReason } from "./work-queue";

/** Panels of the right side that one can be sent to by a command. */
export const SIDE_PANELS = ["annotations", "guide", "comments", "history"] as const;
/** The panel of the page around the editor, where it has one. */
export const FIRST_PANEL = "first";
export type SidePanel = (typeof SIDE_PANELS)[number] | typeof FIRST_PANEL;

/** The item that is open, beside its editor: where it came from, how it is saved, what leads away. */
export type EditorPage = {
  project: Project;
  /** Who works. */
  userId: string;
  data: OpenItemData;
  saver: Saver;
  /** Actions that lead out of the canvas; those missing are not possible now. */
  shell: EditorCommandContext["shell"];
  /** Items come one by one from the server: there is no place in a view. */
  isHandedOut?: boolean;
  /** Why the queue had nothing more, when it was last asked. */
  nothing?: NothingReason | null;
  /** Query string of the items view that the item was opened from, without "?"; may be empty. */
  filter: string;
  sidePanel: SidePanel;
  setSidePanel(panel: SidePanel): void;
  /** Shows what a model said of the item just now. */
  takeSuggestions(layer: SuggestionLayer): Promise<void>;
  /** Loads the item anew, after a restore for example. */
  reload(): void;
  /** From now on the item can only be looked at; unsent work stays. Absent: the page is for those whom nothing holds up. */
  lock?(reason: ReadReason): void;
};

const PageContext = createContext<EditorPage | null>(null);
export const EditorPageProvider = PageContext.Provider;

export function useEditorPage(): EditorPage {
  const page = useContext(PageContext);
  if (!page) throw new Error("useEditorPage needs an EditorPageProvider above it");
  return page;
}

/**
 * A part of how the work is saved; renders again only when that part changes (by identity). Every
 * edit changes the whole of it several times.
 */
export function useSaveStatus<T>(select: (status: SaveStatus) => T): T {
  const { saver } = useEditorPage();
  const read = () => select(saver.status());
  return useSyncExternalStore(saver.subscribe, read, read);
}
