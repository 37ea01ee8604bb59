"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { nextAnswerSchema } from "@/lib/api/item-work";

/** Asks for the person's next item and opens it, or says why there is none. */
export function useNext(projectId: string): { isPending: boolean; open(): void } {
  const t = useTranslations("work.next");
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [isPending, setIsPending] = useState(false);
  async function ask(): Promise<void> {
    setIsPending(true);
    try {
      const answer = await apiFetch(`/api/v1/projects/${projectId}/next`, {
        method: "POST",
        body: {},
        schema: nextAnswerSchema,
      });
      if (answer.kind === "item") {
        router.push(`/projects/${projectId}/items/${answer.itemId}?queue=annotate`);
      } else toast(t(`nothing.${answer.reason}`));
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }
  return { isPending, open: () => void ask() };
}
