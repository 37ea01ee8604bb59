"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { demoSchema } from "@/lib/api/uploads";

/** Makes a project of real photos and goes there; it stays pending until the page changes. */
export function useDemo(): { isPending: boolean; open: () => Promise<void> } {
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [isPending, setIsPending] = useState(false);
  async function open() {
    if (isPending) return;
    setIsPending(true);
    try {
      const { projectId } = await apiFetch("/api/v1/demo", { method: "POST", schema: demoSchema });
      router.push(`/projects/${projectId}/items`);
    } catch (error) {
      setIsPending(false);
      toast.error(errorMessage(error));
    }
  }
  return { isPending, open };
}
