"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { toast } from "@/components/ui/toast";
import { AnswerNotice } from "./answer-notice";
import { useEditor } from "./editor-context";
import { useEditorPage, useSaveStatus } from "./editor-page-context";
import { ReadNotice } from "./read-notice";

/** What the item is to the person: why it can only be looked at, its known answer, that nothing comes after it. */
export function WorkNotices() {
  const { data, nothing } = useEditorPage();
  useTellNothing(nothing ?? null);
  useLockedAfterSubmit();
  if (data.answer) return <AnswerNotice score={data.answer.score} />;
  const { readReason } = data.work;
  return readReason === null ? null : <ReadNotice reason={readReason} />;
}

function useTellNothing(nothing: NonNullable<ReturnType<typeof useEditorPage>["nothing"]> | null) {
  const t = useTranslations("work.next.nothing");
  useEffect(() => {
    if (nothing) toast(t(nothing));
  }, [nothing, t]);
}

/** What an annotator has submitted is locked: the item that stays on screen becomes one to look at. */
function useLockedAfterSubmit(): void {
  const { project, reload } = useEditorPage();
  const { isReadOnly } = useEditor();
  const isSubmitted = useSaveStatus(
    ({ itemState, kind }) => itemState === "submitted" && kind === "saved",
  );
  const isLocked = isSubmitted && !isReadOnly && project.role === "annotator";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another function with every rendering.
  useEffect(() => {
    if (isLocked) reload();
  }, [isLocked]);
}
