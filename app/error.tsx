"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("shell.error");
  useEffect(() => console.error(error), [error]);
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string"
      ? error.digest
      : undefined;
  return (
    <main className="flex min-h-full items-center justify-center">
      <ErrorState
        title={t("title")}
        description={t("description")}
        {...(digest === undefined ? {} : { detail: digest })}
        action={
          <>
            <Button variant="primary" onClick={retry}>
              {t("retry")}
            </Button>
            <Button asChild>
              {/* Not a Link: the whole page is left behind, and every page would load what a Link needs. */}
              <a href="/">{t("home")}</a>
            </Button>
          </>
        }
      />
    </main>
  );
}
