"use client";

import { useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useEditorPage } from "./editor-page-context";

/** The item had a known answer: how well it was met. Enter goes on. */
export function AnswerNotice({ score }: { score: number | null }) {
  const t = useTranslations("work.answer");
  const format = useFormatter();
  const { shell, nothing } = useEditorPage();
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  return (
    <Notice
      variant={score !== null && score < 1 ? "warning" : "success"}
      className="items-center rounded-none border-b [&>svg]:mt-0"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="font-medium" role="status">
          {score === null
            ? t("known")
            : t("score", { score: format.number(score, { style: "percent" }) })}
        </p>
        <p>{t("about")}</p>
        {nothing ? null : (
          <Button
            ref={next}
            size="sm"
            variant="primary"
            className="ml-auto"
            onClick={() => void shell.nextItem?.()}
          >
            {t("next")}
          </Button>
        )}
      </div>
    </Notice>
  );
}
