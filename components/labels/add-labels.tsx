"use client";

import { ListPlus, Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { readLabelList } from "@/components/labels/label-list";
import { LabelListField } from "@/components/labels/label-list-field";
import { FIRST_PURPOSE, type Purpose, usesOf } from "@/components/labels/label-use";
import { NewLabelUse } from "@/components/labels/new-label-use";
import { PurposeFields } from "@/components/labels/purpose-fields";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import type { LabelView } from "@/lib/api/labels";
import type { MediaKind } from "@/lib/media/media";

/** One label by name, or many by a pasted list. `onAdd` tells whether they were taken. */
export function AddLabels({
  labels,
  mediaKind,
  onAdd,
}: {
  labels: readonly LabelView[];
  mediaKind: MediaKind;
  onAdd: (names: readonly string[], purpose?: Purpose) => Promise<boolean>;
}) {
  const t = useTranslations("labels");
  const [name, setName] = useState("");
  /** Text of the dialog for many; null while it is closed. */
  const [listText, setListText] = useState<string | null>(null);
  const [purpose, setPurpose] = useState(FIRST_PURPOSE);
  const wanted = usesOf(mediaKind).length === 0 ? undefined : purpose;
  const isTaken = labels.some((label) => label.name === name.trim());
  const isReady = name.trim() !== "" && !isTaken;

  async function add(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    setName("");
    if (!(await onAdd([name.trim()], wanted))) setName(name);
  }

  return (
    <form className="flex items-center gap-2 p-3" onSubmit={(event) => void add(event)}>
      <Input
        aria-label={t("add.label")}
        aria-invalid={isTaken || undefined}
        placeholder={t("add.label")}
        maxLength={MAX_LABEL_NAME}
        autoComplete="off"
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!text.trim().includes("\n")) return;
          event.preventDefault();
          setListText(text);
        }}
        className="max-w-72"
      />
      <Button type="submit" icon={<Plus aria-hidden="true" />} disabled={!isReady}>
        {t("add.submit")}
      </Button>
      {wanted ? (
        <NewLabelUse {...{ mediaKind, labels }} purpose={wanted} onChange={setPurpose} />
      ) : null}
      {isTaken ? (
        <span role="alert" className="text-danger-foreground text-xs">
          {t("nameTaken")}
        </span>
      ) : null}
      <Button
        variant="ghost"
        className="ml-auto"
        icon={<ListPlus aria-hidden="true" />}
        onClick={() => setListText("")}
      >
        {t("add.many")}
      </Button>
      <AddManyDialog
        text={listText}
        onTextChange={setListText}
        purpose={wanted}
        onPurposeChange={setPurpose}
        {...{ labels, mediaKind, onAdd }}
      />
    </form>
  );
}

function AddManyDialog({
  text,
  onTextChange,
  purpose,
  onPurposeChange,
  labels,
  mediaKind,
  onAdd,
}: {
  text: string | null;
  onTextChange: (text: string | null) => void;
  /** Undefined: there is nothing to choose. */
  purpose: Purpose | undefined;
  onPurposeChange: (purpose: Purpose) => void;
  labels: readonly LabelView[];
  mediaKind: MediaKind;
  onAdd: (names: readonly string[], purpose?: Purpose) => Promise<boolean>;
}) {
  const t = useTranslations("labels");
  const formId = useId();
  const [isPending, setIsPending] = useState(false);
  const list = readLabelList(text ?? "", labels);
  const names = list.flatMap(({ name, problem }) => (problem === null ? [name] : []));

  async function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (names.length === 0) return;
    setIsPending(true);
    if (await onAdd(names, purpose)) onTextChange(null);
    setIsPending(false);
  }

  return (
    <Dialog open={text !== null} onOpenChange={(isOpen) => onTextChange(isOpen ? "" : null)}>
      <DialogContent
        title={t("add.many")}
        footer={
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isPending={isPending}
            disabled={names.length === 0}
          >
            {t("add.manySubmit", { count: names.length })}
          </Button>
        }
      >
        <form id={formId} className="grid gap-4" onSubmit={(event) => void submit(event)}>
          {purpose ? (
            <PurposeFields value={purpose} onChange={onPurposeChange} {...{ mediaKind, labels }} />
          ) : null}
          <LabelListField
            value={text ?? ""}
            onValueChange={onTextChange}
            {...{ list, mediaKind }}
          />
        </form>
      </DialogContent>
    </Dialog>
  );
}
