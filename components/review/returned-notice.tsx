"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { Reasons } from "./review-panel";
import { useItemReviews } from "./use-item-reviews";

/** To those whose work came back from review: by whom, and why. */
export function ReturnedNotice() {
  const { data } = useEditorPage();
  return <Returned key={data.item.id} itemId={data.item.id} />;
}

function Returned({ itemId }: { itemId: string }) {
  const t = useTranslations("review.returned");
  const ui = useTranslations("ui");
  const [isHidden, setIsHidden] = useState(false);
  const { data } = useItemReviews(itemId);
  const last = data?.reviews.find(({ decision }) => decision === "reject");
  if (isHidden || !last) return null;
  const rounds = data?.reviews.filter(({ decision }) => decision === "reject").length ?? 0;
  return (
    <Notice variant="warning" className="relative rounded-none border-b pr-12">
      <section aria-label={t("titleUnknown")} className="grid gap-1.5">
        <h2 className="font-medium">
          {last.reviewer ? t("title", { name: last.reviewer.name }) : t("titleUnknown")}
          {rounds > 1 ? (
            <span className="ml-2 font-normal text-xs">{t("again", { count: rounds })}</span>
          ) : null}
        </h2>
        <Reasons reasons={last.reasons} comment={last.comment} />
      </section>
      <IconButton
        label={ui("close")}
        icon={<X />}
        size="icon-sm"
        className="absolute top-1.5 right-2"
        onClick={() => setIsHidden(true)}
      />
    </Notice>
  );
}
