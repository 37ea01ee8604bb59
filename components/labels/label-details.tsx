"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { LabelView, UpdateLabel } from "@/lib/api/labels";
import type { MediaKind } from "@/lib/media/media";
import { attributesOf, draftProblem, draftsOf } from "./attribute-draft";
import { AttributeFields } from "./attribute-fields";
import { changesFor, purposeOf } from "./label-use";
import { PurposeFields } from "./purpose-fields";

type Props = {
  labels: readonly LabelView[];
  mediaKind: MediaKind;
  onChange: (label: LabelView, change: UpdateLabel) => void;
  onClose: () => void;
};

/** What a label is for, and what is asked for with each of its annotations. */
export function LabelDetails({ label, ...props }: Props & { label: LabelView | null }) {
  return (
    <Dialog open={label !== null} onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      {label === null ? null : <Details key={label.id} label={label} {...props} />}
    </Dialog>
  );
}

function Details({ label, labels, mediaKind, onChange, onClose }: Props & { label: LabelView }) {
  const t = useTranslations("labels");
  const formId = useId();
  const before = purposeOf(label);
  const [purpose, setPurpose] = useState(before);
  const [drafts, setDrafts] = useState(() => draftsOf(label.attributes ?? []));
  const isReady = drafts.every((draft) => draftProblem(drafts, draft) === null);
  const isMoved = label.annotationCount > 0 && purpose.use !== before.use;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    const attributes = attributesOf(drafts);
    for (const { label: each, change } of changesFor(labels, { label, purpose })) {
      onChange(each, each.id === label.id ? { ...change, attributes } : change);
    }
    onClose();
  }

  return (
    <DialogContent
      title={t("details.title", { name: label.name })}
      footer={
        <Button type="submit" form={formId} variant="primary" disabled={!isReady}>
          {t("details.submit")}
        </Button>
      }
    >
      <form id={formId} className="grid gap-4" onSubmit={submit}>
        <PurposeFields value={purpose} onChange={setPurpose} {...{ mediaKind, labels }} />
        {isMoved ? (
          <Notice variant="warning">{t("details.moved", { count: label.annotationCount })}</Notice>
        ) : null}
        <AttributeFields drafts={drafts} onChange={setDrafts} />
      </form>
    </DialogContent>
  );
}
