"use client";

import { useTranslations } from "use-intl";
import { Notice } from "@/components/ui/notice";
import type { ReadReason } from "@/lib/api/item-work";
import { TakeButton } from "./take-button";

/** Why the item can only be looked at, and what would change that. */
export function ReadNotice({ reason }: { reason: ReadReason }) {
  const t = useTranslations("work.read");
  return (
    <Notice variant="info">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p>{t(reason)}</p>
        {reason === "take" ? <TakeButton>{t("takeAction")}</TakeButton> : null}
      </div>
    </Notice>
  );
}
