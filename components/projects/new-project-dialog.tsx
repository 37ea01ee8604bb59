"use client";

import { ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { readLabelList } from "@/components/labels/label-list";
import { LabelListField } from "@/components/labels/label-list-field";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Textarea } from "@/components/ui/textarea";
import { idSchema } from "@/lib/annotation/annotation";
import { apiFetch } from "@/lib/api/client";
import { type CreateProject, MAX_GUIDE } from "@/lib/api/projects";
import { EDITOR_KINDS, type EditorKind } from "@/lib/editor/media-part";

const createdSchema = z.object({ id: idSchema });

export function NewProjectDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("projects");
  const formId = useId();
  const [isPending, setIsPending] = useState(false);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={t("new.title")}
        description={t("new.description")}
        footer={
          <Button type="submit" form={formId} variant="primary" isPending={isPending}>
            {t("new.submit")}
          </Button>
        }
      >
        <NewProjectForm id={formId} isPending={isPending} onPendingChange={setIsPending} />
      </DialogContent>
    </Dialog>
  );
}

function NewProjectForm({
  id,
  isPending,
  onPendingChange,
}: {
  id: string;
  isPending: boolean;
  onPendingChange: (isPending: boolean) => void;
}) {
  const t = useTranslations("projects");
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const nameInput = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [mediaKind, setMediaKind] = useState<EditorKind>(EDITOR_KINDS[0]);
  const [labelText, setLabelText] = useState("");
  const [guide, setGuide] = useState("");
  const [isNameMissing, setIsNameMissing] = useState(false);
  const [formError, setFormError] = useState<string | null>(null);
  const list = readLabelList(labelText);

  async function create() {
    onPendingChange(true);
    setFormError(null);
    const labels = list.flatMap((label) => (label.problem === null ? [{ name: label.name }] : []));
    const body: CreateProject = { name: name.trim(), mediaKind, guide, labels };
    try {
      const created = await apiFetch("/api/v1/projects", {
        method: "POST",
        body,
        schema: createdSchema,
      });
      router.push(`/projects/${created.id}/items`);
    } catch (error) {
      onPendingChange(false);
      setFormError(errorMessage(error));
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setIsNameMissing(name.trim() === "");
    if (name.trim() === "") nameInput.current?.focus();
    else void create();
  }

  return (
    <form
      id={id}
      noValidate
      className="grid gap-4"
      onSubmit={submit}
      onKeyDown={(event) => {
        // Enter breaks lines in the list, so the whole is sent by Ctrl or ⌘ with it.
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
      }}
    >
      {formError === null ? null : <Notice variant="danger">{formError}</Notice>}
      <Field label={t("new.name")} error={isNameMissing ? t("new.nameMissing") : null}>
        {(control) => (
          <Input
            {...control}
            ref={nameInput}
            name="name"
            autoComplete="off"
            maxLength={200}
            placeholder={t(`new.namePlaceholder.${mediaKind}`)}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="grid justify-items-start gap-1.5">
        <span aria-hidden="true" className="font-medium text-sm">
          {t("new.media")}
        </span>
        <SegmentedControl
          label={t("new.media")}
          value={mediaKind}
          onValueChange={setMediaKind}
          segments={EDITOR_KINDS.map((kind) => ({ value: kind, label: t(`media.${kind}`) }))}
        />
        <p className="text-muted-foreground text-xs">{t(`new.mediaHint.${mediaKind}`)}</p>
      </div>
      <LabelListField
        value={labelText}
        onValueChange={setLabelText}
        list={list}
        mediaKind={mediaKind}
        aside={t("new.labelsLater")}
      />
      <details className="group">
        <summary className="flex w-fit list-none items-center gap-1 rounded-sm font-medium text-sm [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden="true"
            className="size-4 text-muted-foreground transition-transform duration-150 group-open:rotate-90"
          />
          {t("new.guide")}
          <span className="font-normal text-muted-foreground text-xs">{t("new.optional")}</span>
        </summary>
        <Textarea
          aria-label={t("new.guide")}
          rows={6}
          maxLength={MAX_GUIDE}
          placeholder={t(`new.guidePlaceholder.${mediaKind}`)}
          value={guide}
          onChange={(event) => setGuide(event.target.value)}
          className="mt-2 font-mono text-xs"
        />
      </details>
    </form>
  );
}
