"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type NextAnswer, nextAnswerSchema } from "@/lib/api/item-work";

type NothingReason = Extract<NextAnswer, { kind: "nothing" }>["reason"];

/** Asks for the person's next item and opens it; `nothing`: why there was none, when it was asked for last. */
export function useNext(projectId: string): {
  isPending: boolean;
  nothing: NothingReason | null;
  open(): void;
} {
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [isPending, setIsPending] = useState(false);
  const [nothing, setNothing] = useState<NothingReason | null>(null);
  async function ask(): Promise<void> {
    setIsPending(true);
    setNothing(null);
    try {
      const answer = await apiFetch(`/api/v1/projects/${projectId}/next`, {
        method: "POST",
        body: {},
        schema: nextAnswerSchema,
      });
      if (answer.kind === "item") {
        router.push(`/projects/${projectId}/items/${answer.itemId}?queue=annotate`);
      } else setNothing(answer.reason);
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }
  return { isPending, nothing, open: () => void ask() };
}
