"use client";

import { useEffect } from "react";
import { AnswerNotice } from "./answer-notice";
import { useEditor } from "./editor-context";
import { useEditorPage, useSaveStatus } from "./editor-page-context";
import { LossNotice } from "./loss-notice";
import { NothingNotice } from "./nothing-notice";
import { ReadNotice } from "./read-notice";
import { useLoss } from "./standing-store";

/** What the item is to the person: that it was lost, its known answer, why it can only be looked at; and that nothing comes after it. */
export function WorkNotices() {
  const { nothing } = useEditorPage();
  useLockedAfterSubmit();
  return (
    <>
      {nothing ? <NothingNotice reason={nothing} /> : null}
      <OfItem isLast={Boolean(nothing)} />
    </>
  );
}

function OfItem({ isLast }: { isLast: boolean }) {
  const { data } = useEditorPage();
  const loss = useLoss(data.item.id);
  if (loss) return <LossNotice loss={loss} />;
  if (data.answer) return <AnswerNotice score={data.answer.score} />;
  const { readReason } = data.work;
  // Whoever has just handed in the last one need not be told that it is handed in.
  if (readReason === null || (isLast && readReason === "submitted")) return null;
  return <ReadNotice reason={readReason} />;
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
