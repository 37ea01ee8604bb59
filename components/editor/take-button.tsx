"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { nextAnswerSchema } from "@/lib/api/item-work";
import { useEditorPage } from "./editor-page-context";
import { takenAgain } from "./standing";
import { standingStore } from "./standing-store";

/** Asks for the item that is open, and opens it as one's own; or says why it cannot be had. */
export function TakeButton({ children }: { children: ReactNode }) {
  const t = useTranslations("work");
  const errorMessage = useErrorMessage();
  const { project, data, reload } = useEditorPage();
  const [isPending, setIsPending] = useState(false);
  async function take(): Promise<void> {
    const itemId = data.item.id;
    setIsPending(true);
    try {
      const answer = await apiFetch(`/api/v1/projects/${project.id}/next`, {
        method: "POST",
        body: { itemId },
        schema: nextAnswerSchema,
      });
      if (answer.kind === "item") {
        const { known } = standingStore.getState();
        if (known?.itemId === itemId) {
          standingStore.setState({ known: takenAgain(known, answer.assignment) });
        }
        reload();
      } else {
        toast(
          answer.reason === "with-others" ? t("read.taken") : t(`next.nothing.${answer.reason}`),
        );
      }
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }
  return (
    <Button size="sm" isPending={isPending} onClick={() => void take()}>
      {children}
    </Button>
  );
}
