"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { copyText } from "@/components/editor/copy-text";
import type { SidePanel } from "@/components/editor/editor-page-context";
import type { ItemOpener } from "@/components/editor/item-opener";
import { useOverlay } from "@/components/shell/command-registry";
import { toast } from "@/components/ui/toast";
import type { Project } from "@/lib/api/projects";
import type { EditorCommandContext } from "@/lib/editor/commands/context";
import type { Queue } from "./use-review-queue";

/** What leads out of the canvas. Nothing is handed in here: the item was. */
export function useReviewShell({
  project,
  opener,
  queue,
  itemId,
  onOpen,
  setSidePanel,
}: {
  project: Project;
  opener: ItemOpener;
  queue: Queue;
  itemId: string;
  onOpen(itemId: string): void;
  setSidePanel(panel: SidePanel): void;
}): EditorCommandContext["shell"] {
  const t = useTranslations("canvas");
  const router = useRouter();
  const [, setOverlay] = useOverlay();
  const { opened } = opener.state();

  function step(by: 1 | -1): void {
    const next = queue.neighbour(itemId, by);
    if (next === null) toast(by === 1 ? t("endReached") : t("startReached"));
    else onOpen(next);
  }

  function openPanel(panel: SidePanel): void {
    opened?.editor.preferences.setState({ isPanelOpen: true });
    setSidePanel(panel);
  }

  return {
    leave: () => router.push(`/projects/${project.id}/items`),
    nextItem: () => step(1),
    previousItem: () => step(-1),
    save: () => opened?.saver.retry(),
    async copyLink() {
      const { href } = window.location;
      toast((await copyText(href)) ? t("linkCopied") : href);
    },
    palette: () => setOverlay("palette"),
    help: () => setOverlay("help"),
    guide: () => openPanel("guide"),
    history: () => openPanel("history"),
    search() {
      openPanel("annotations");
      requestAnimationFrame(() =>
        document.querySelector<HTMLInputElement>("[data-annotation-search]")?.focus(),
      );
    },
  };
}
