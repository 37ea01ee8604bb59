"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { LabelView } from "@/lib/api/labels";

/** Which label shall take over the annotations of another. */
export function MergeDialog({
  label,
  labels,
  onClose,
  onMerge,
}: {
  label: LabelView | null;
  labels: readonly LabelView[];
  onClose: () => void;
  onMerge: (label: LabelView, into: LabelView) => Promise<void>;
}) {
  return (
    <Dialog open={label !== null} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      {label === null ? null : (
        <MergeContent
          label={label}
          others={labels.filter(({ id }) => id !== label.id)}
          onMerge={async (into) => {
            await onMerge(label, into);
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}

function MergeContent({
  label,
  others,
  onMerge,
}: {
  label: LabelView;
  others: readonly LabelView[];
  onMerge: (into: LabelView) => Promise<void>;
}) {
  const t = useTranslations("labels");
  const [intoId, setIntoId] = useState("");
  const [isPending, setIsPending] = useState(false);
  const into = others.find(({ id }) => id === intoId);

  async function merge(target: LabelView) {
    setIsPending(true);
    await onMerge(target);
  }

  return (
    <DialogContent
      size="sm"
      title={t("merge.title", { name: label.name })}
      description={t("merge.description")}
      footer={
        <Button
          variant="primary"
          disabled={into === undefined}
          isPending={isPending}
          onClick={() => (into === undefined ? undefined : void merge(into))}
        >
          {t("merge.submit")}
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field label={t("merge.into")}>
          {(control) => (
            <Select value={intoId} onValueChange={setIntoId}>
              <SelectTrigger {...control}>
                <SelectValue placeholder={t("merge.choose")} />
              </SelectTrigger>
              <SelectContent>
                {others.map((other) => (
                  <SelectItem
                    key={other.id}
                    value={other.id}
                    icon={
                      <span
                        aria-hidden="true"
                        style={{ backgroundColor: other.color }}
                        className="size-3 shrink-0 rounded-sm"
                      />
                    }
                  >
                    {other.name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
        {into === undefined ? null : (
          <Notice variant="warning">
            {t("merge.effect", {
              count: label.annotationCount,
              from: label.name,
              into: into.name,
            })}
          </Notice>
        )}
      </div>
    </DialogContent>
  );
}
