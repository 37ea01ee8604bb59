"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useEditorPage } from "./editor-page-context";
import type { NothingReason } from "./work-queue";

/** The queue has nothing more for the person: why, and what one can do. It stays until that changes. */
export function NothingNotice({ reason }: { reason: NothingReason }) {
  const t = useTranslations("work.next");
  const { shell } = useEditorPage();
  const { leave, nextItem } = shell;
  return (
    <Notice
      variant={reason === "done" ? "success" : "info"}
      className="items-center rounded-none border-b [&>svg]:mt-0"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="text-pretty">{t(`nothing.${reason}`)}</p>
        <div className="flex gap-2">
          {leave ? (
            <Button size="sm" onClick={() => void leave()}>
              {t("toWork")}
            </Button>
          ) : null}
          {nextItem && reason !== "done" ? (
            <Button size="sm" onClick={() => void nextItem()}>
              {t("lookAgain")}
            </Button>
          ) : null}
        </div>
      </div>
    </Notice>
  );
}
