"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Waiting } from "./item-opener";

/** Another item was asked for and cannot be had now. The one on screen can be worked on meanwhile. */
export function WaitingNotice({
  reason,
  onTry,
  onStay,
}: {
  reason: Waiting;
  onTry: () => void;
  onStay: () => void;
}) {
  const t = useTranslations("canvas.waiting");
  return (
    <div className="absolute inset-x-4 top-4 mx-auto w-fit max-w-md">
      <Notice variant="warning" className="border border-warning/40 shadow-md">
        <p className="font-medium">{t(`${reason}.title`)}</p>
        <p className="text-pretty">{t(`${reason}.about`)}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          {reason === "signed-out" ? (
            <Button asChild size="sm" variant="primary">
              <a href="/sign-in" target="_blank" rel="noreferrer">
                {t("signIn")}
              </a>
            </Button>
          ) : null}
          <Button size="sm" onClick={onTry}>
            {t("try")}
          </Button>
          <Button size="sm" variant="ghost" onClick={onStay}>
            {t("stay")}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
