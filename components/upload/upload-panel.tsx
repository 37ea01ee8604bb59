"use client";

import { FileUp, FolderUp } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { acceptOf, partRecords } from "./accepted-files";
import { filesOfInput } from "./collect-files";
import type { UploadTarget } from "./upload-entry";
import { useFileDrop } from "./use-file-drop";
import { useUpload } from "./use-upload";

/** The place where a project gets its items: for the empty state, or in a dialog. Drops anywhere on the window count. */
export function UploadPanel({
  target,
  onAdded,
  className,
}: {
  target: UploadTarget;
  /** Files were put into the queue: a dialog may close. */
  onAdded?: () => void;
  className?: string;
}) {
  const t = useTranslations("upload");
  const upload = useUpload();
  const isOver = useFileDrop({ upload, target, onAdded });
  return (
    <div
      data-slot="upload-panel"
      data-over={isOver || undefined}
      className={cn(
        "rounded-lg border border-border-strong border-dashed bg-card transition-colors duration-150 data-over:border-primary data-over:bg-primary-soft",
        className,
      )}
    >
      <EmptyState
        className="py-8"
        title={isOver ? t("dropNow") : t(`dropTitle.${target.mediaKind}`)}
        description={t(`dropDescription.${target.mediaKind}`)}
        action={<UploadButtons target={target} onAdded={onAdded} />}
      />
    </div>
  );
}

/** The two pickers; also for a header. */
export function UploadButtons({
  target,
  onAdded,
}: {
  target: UploadTarget;
  onAdded?: (() => void) | undefined;
}) {
  const t = useTranslations("upload");
  const upload = useUpload();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    if (input.files === null || input.files.length === 0) return;
    const chosen = filesOfInput(input.files);
    const { items, records } = partRecords(chosen, { kind: target.mediaKind, isAll: true });
    upload.add(target, items);
    upload.openRecords(target, records);
    // Otherwise choosing the same files again would be no change.
    input.value = "";
    onAdded?.();
  };
  return (
    <>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept={acceptOf(target.mediaKind)}
        aria-label={t("chooseFiles")}
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label={t("chooseFolder")}
        {...{ webkitdirectory: "" }}
        onChange={(event) => take(event.currentTarget)}
      />
      <Button variant="primary" icon={<FileUp />} onClick={() => files.current?.click()}>
        {t("chooseFiles")}
      </Button>
      <Button icon={<FolderUp />} onClick={() => folder.current?.click()}>
        {t("chooseFolder")}
      </Button>
    </>
  );
}

/** For pages that show something else: a drop anywhere on the window uploads, and says so while dragging. */
export function UploadDropOverlay({ target }: { target: UploadTarget }) {
  const t = useTranslations("upload");
  const upload = useUpload();
  const isOver = useFileDrop({ upload, target });
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-overlay p-6">
      <div className="grid size-full place-items-center rounded-lg border-2 border-primary border-dashed">
        <p className="flex items-center gap-3 rounded-lg bg-popover px-6 py-4 font-semibold text-base text-popover-foreground shadow-lg">
          <FileUp aria-hidden="true" className="size-5 text-primary-text" />
          {t("dropNow")}
        </p>
      </div>
    </div>
  );
}
