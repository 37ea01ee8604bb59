"use client";

import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { nextAnswerSchema, type ReadReason } from "@/lib/api/item-work";
import { useEditorPage } from "./editor-page-context";

/** Why the item can only be looked at, and what would change that. */
export function ReadNotice({ reason }: { reason: ReadReason }) {
  const t = useTranslations("work.read");
  return (
    <Notice variant="info">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p>{t(reason)}</p>
        {reason === "take" ? <TakeButton /> : null}
      </div>
    </Notice>
  );
}

function TakeButton() {
  const t = useTranslations("work");
  const errorMessage = useErrorMessage();
  const { project, data, reload } = useEditorPage();
  async function take(): Promise<void> {
    try {
      const answer = await apiFetch(`/api/v1/projects/${project.id}/next`, {
        method: "POST",
        body: { itemId: data.item.id },
        schema: nextAnswerSchema,
      });
      if (answer.kind === "item") reload();
      else
        toast(
          answer.reason === "with-others" ? t("read.taken") : t(`next.nothing.${answer.reason}`),
        );
    } catch (error) {
      toast.error(errorMessage(error));
    }
  }
  return (
    <Button size="sm" onClick={() => void take()}>
      {t("read.takeAction")}
    </Button>
  );
}
