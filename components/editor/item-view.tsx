"use client";

import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { EditorBar } from "@/components/editor/editor-bar";
import { useEditor, useSession } from "@/components/editor/editor-context";
import { useEditorPage, useSaveStatus } from "@/components/editor/editor-page-context";
import { useEditorMedia } from "@/components/editor/media/editor-media";
import type { OpenedMedia } from "@/components/editor/media/opened-media";
import { type FirstPanel, SidePanel } from "@/components/editor/side-panel";
import { StatusLine } from "@/components/editor/status-line";
import { createHeldKeys } from "@/components/editor/suggestions/held-keys";
import { useSettled } from "@/components/editor/suggestions/use-settled";
import { ToolBar } from "@/components/editor/tool-bar";
import { useCommands } from "@/components/shell/command-registry";
import { late } from "@/components/ui/late";
import { Notice } from "@/components/ui/notice";
import { useEver } from "@/components/ui/use-ever";
import { labelCommands } from "@/lib/editor/commands/labels";

const SuggestionsHost = late(() =>
  import("@/components/editor/suggestions/suggestions-host").then(
    (module) => module.SuggestionsHost,
  ),
);
const TalkHost = late(() =>
  import("@/components/editor/talk/talk-host").then((module) => module.TalkHost),
);
const ReturnedNotice = late(() =>
  import("@/components/review/returned-notice").then((module) => module.ReturnedNotice),
);
const WorkNotices = late(() =>
  import("@/components/editor/work-notices").then((module) => module.WorkNotices),
);
const ConflictDialog = late(() =>
  import("@/components/editor/conflict-dialog").then((module) => module.ConflictDialog),
);

/** One open item: its stage, bars and panels, with the editor's commands at work. */
export function ItemView({
  media,
  isDurable,
  isOpening,
  waiting,
  bar = <EditorBar />,
  firstPanel,
  stageIn,
  hasLabelKeys = true,
}: {
  media: OpenedMedia;
  isDurable: boolean;
  isOpening: boolean;
  /** Why another item, asked for, is not there yet. */
  waiting: ReactNode;
  /** In place of the editor's own bar. */
  bar?: ReactNode;
  /** A panel in front of the editor's own, at the right. */
  firstPanel?: FirstPanel | undefined;
  /** What is seen in place of the stage, or around it. */
  stageIn?: ((stage: ReactNode) => ReactNode) | undefined;
  /** False while the keys of the labels mean something else. */
  hasLabelKeys?: boolean;
}) {
  const editor = useEditor();
  const { shell, saver, data } = useEditorPage();
  const t = useTranslations("canvas");
  const hasConflicts = useEver(useSaveStatus(({ conflicts }) => conflicts.length > 0));
  const isReturned = useSaveStatus(({ itemState }) => itemState === "rejected");
  const isSettled = useSettled();
  const { view, commands: ofKind } = useEditorMedia();
  const { Stage } = view;
  const labels = useSession((state) => state.labels);
  const [heldKeys] = useState(createHeldKeys);
  const commands = useMemo(
    () => heldKeys.hold([...ofKind, ...(hasLabelKeys ? labelCommands(labels.list) : [])]),
    [heldKeys, ofKind, labels, hasLabelKeys],
  );
  useCommands(commands, { editor, shell });
  const releaseKeys = useCallback(
    () => heldKeys.release({ editor, shell }),
    [heldKeys, editor, shell],
  );
  // What was asked of one item is not done to the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is what changed.
  useEffect(() => () => heldKeys.drop(), [heldKeys, editor]);
  useEffect(() => {
    const onFocus = () => saver.refresh();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  }, [saver]);
  const stage = <Stage media={media} />;
  return (
    <div className="flex h-full flex-col" aria-busy={isOpening}>
      {bar}
      {isDurable ? null : <Notice variant="warning">{t("notDurable")}</Notice>}
      {isSettled || data.work.readReason !== null ? <WorkNotices /> : null}
      {isReturned && !firstPanel ? <ReturnedNotice /> : null}
      <div className="flex min-h-0 flex-1">
        <ToolBar />
        <div data-stage className="relative min-w-0 flex-1">
          {stageIn ? stageIn(stage) : stage}
          {/* Its pins are for the stage alone; its signs of life go on. */}
          {isSettled ? (
            <div className={stageIn ? "hidden" : "contents"}>
              <TalkHost />
            </div>
          ) : null}
          {waiting}
        </div>
        <SidePanel first={firstPanel} />
      </div>
      <StatusLine />
      {hasConflicts ? <ConflictDialog /> : null}
      {isSettled ? <SuggestionsHost onReady={releaseKeys} /> : null}
    </div>
  );
}
