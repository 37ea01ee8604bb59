"use client";

import { useTranslations } from "use-intl";
import { Notice } from "@/components/ui/notice";
import type { ReadReason } from "@/lib/api/item-work";
import { useEditorPage } from "./editor-page-context";
import { TakeButton } from "./take-button";
import { useTalk } from "./talk/talk-store";

/** Why the item can only be looked at, and what would change that. */
export function ReadNotice({ reason }: { reason: ReadReason }) {
  const t = useTranslations("work.read");
  const talk = useTranslations("talk");
  const other = useOther();
  return (
    <Notice variant="info" className="items-center rounded-none border-b [&>svg]:mt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p>{t(reason)}</p>
        {other ? <p className="font-medium">{talk("watching", { name: other })}</p> : null}
        {reason === "take" ? <TakeButton>{t("takeAction")}</TakeButton> : null}
      </div>
    </Notice>
  );
}

/** Somebody who changes what this person only looks at: a reviewer who mends it, or whoever has it now. */
function useOther(): string | null {
  const { data, userId } = useEditorPage();
  const { layerId } = data.layer;
  return useTalk(({ people }) => {
    const other = people.find(
      (person) => person.layerId === layerId && person.mayWrite && person.userId !== userId,
    );
    return other?.name ?? null;
  });
}
