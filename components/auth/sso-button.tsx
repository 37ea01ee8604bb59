"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";

/** What the server takes as a way back; other addresses are left out for the first page. */
const SAFE_PATH = /^\/(?!\/)[\w\-.+/@]*(?:\?[\w\-.+/=&%@]*)?$/;

const startedSchema = z.object({ url: z.string() });

/** Leaves for the provider, which brings the person back signed in, or to the sign-in page with a reason. */
export function SsoButton({ name, next }: { name: string; next: string }) {
  const t = useTranslations("auth");
  const errorMessage = useErrorMessage();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function start() {
    setIsPending(true);
    setError(null);
    try {
      const { url } = await apiFetch("/api/auth/sign-in/social", {
        method: "POST",
        body: {
          provider: "oidc",
          callbackURL: SAFE_PATH.test(next) ? next : "/",
          errorCallbackURL: "/sign-in",
          disableRedirect: true,
        },
        schema: startedSchema,
      });
      window.location.assign(url);
    } catch (problem) {
      setError(errorMessage(problem));
      setIsPending(false);
    }
  }

  return (
    <div className="grid gap-3">
      {error === null ? null : <Notice variant="danger">{error}</Notice>}
      <Button
        className="h-9"
        icon={<KeyRound aria-hidden="true" />}
        isPending={isPending}
        onClick={() => void start()}
      >
        {t("sso.button", { name })}
      </Button>
    </div>
  );
}
