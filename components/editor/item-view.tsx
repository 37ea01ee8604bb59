"use client";

import dynamic from "next/dynamic";
import { useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";
import { EditorBar } from "@/components/editor/editor-bar";
import { useEditor, useSession } from "@/components/editor/editor-context";
import { useEditorPage, useSaveStatus } from "@/components/editor/editor-page-context";
import type { ImageContent } from "@/components/editor/media/image/image-canvas";
import { ImageLoadError } from "@/components/editor/media/image/image-loader";
import { SidePanel } from "@/components/editor/side-panel";
import { StatusLine } from "@/components/editor/status-line";
import { ToolBar } from "@/components/editor/tool-bar";
import { ViewBar } from "@/components/editor/view-bar";
import { useCommands } from "@/components/shell/command-registry";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useEver } from "@/components/ui/use-ever";
import { editorCommands } from "@/lib/editor/commands";

// Konva touches `window` when it is loaded.
const ImageCanvas = dynamic(
  () => import("@/components/editor/media/image/image-canvas").then((module) => module.ImageCanvas),
  { ssr: false },
);

const ConflictDialog = dynamic(() =>
  import("@/components/editor/conflict-dialog").then((module) => module.ConflictDialog),
);

/** One open item: canvas, bars and panels, with the editor's commands at work. */
export function ItemView({
  content,
  imageError,
  onRetryImage,
  isDurable,
  isOpening,
}: {
  content: ImageContent;
  imageError: unknown;
  onRetryImage(): void;
  isDurable: boolean;
  isOpening: boolean;
}) {
  const editor = useEditor();
  const { shell, saver } = useEditorPage();
  const t = useTranslations("canvas");
  const hasConflicts = useEver(useSaveStatus().conflicts.length > 0);
  const labels = useSession((state) => state.labels);
  const commands = useMemo(() => editorCommands(editor.kind, labels.list), [editor.kind, labels]);
  useCommands(commands, { editor, shell });
  useEffect(() => {
    const onFocus = () => saver.refresh();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  }, [saver]);
  return (
    <div className="flex h-full flex-col" aria-busy={isOpening}>
      <EditorBar />
      {isDurable ? null : <Notice variant="warning">{t("notDurable")}</Notice>}
      {editor.isReadOnly ? <Notice variant="info">{t("viewerOnly")}</Notice> : null}
      <div className="flex min-h-0 flex-1">
        <ToolBar />
        <div className="relative min-w-0 flex-1">
          <ImageCanvas content={content} />
          <ViewBar className="absolute bottom-3 left-3" />
          {imageError ? <ImageFailed error={imageError} onRetry={onRetryImage} /> : null}
        </div>
        <SidePanel />
      </div>
      <StatusLine />
      {hasConflicts ? <ConflictDialog /> : null}
    </div>
  );
}

function ImageFailed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const t = useTranslations("canvas.failed");
  const status = error instanceof ImageLoadError ? error.status : null;
  const reason =
    status === null ? t("network") : status >= 400 ? t("fetch", { status }) : t("decode");
  return (
    <div className="absolute inset-x-0 top-4 mx-auto w-fit max-w-md">
      <Notice variant="danger">
        <p className="font-medium">{t("title")}</p>
        <p>{reason}</p>
        <Button size="sm" className="mt-2" onClick={onRetry}>
          {t("retry")}
        </Button>
      </Notice>
    </div>
  );
}
