"use client";

import { Undo2 } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { MAX_REVIEW_COMMENT } from "@/lib/api/review";
import { hasReason, type ReviewDraft } from "./review-draft";

/** More reasons than digits have no key. */
const KEYED = 9;

export type DecisionFormRefs = {
  reasons: RefObject<HTMLFieldSetElement | null>;
  comment: RefObject<HTMLTextAreaElement | null>;
};

/** Why an item goes back, and to whom. */
export function DecisionForm({
  reasons,
  people,
  draft,
  canDecide,
  refs,
  onChange,
  onSend,
}: {
  reasons: readonly string[];
  /** Who labelled it; with one there is nothing to choose. */
  people: readonly { id: string; name: string }[];
  draft: ReviewDraft;
  canDecide: boolean;
  refs: DecisionFormRefs;
  onChange(change: Partial<ReviewDraft>): void;
  onSend(): void;
}) {
  const t = useTranslations("review.panel");
  const commentId = useId();
  const isReady = canDecide && hasReason(draft);

  function toggle(reason: string): void {
    const isChosen = draft.reasons.includes(reason);
    onChange({
      reasons: isChosen
        ? draft.reasons.filter((other) => other !== reason)
        : [...draft.reasons, reason],
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const isField = event.target instanceof HTMLTextAreaElement;
    const isMod = event.ctrlKey || event.metaKey;
    const reason = isField || isMod ? undefined : reasons[Number(event.key) - 1];
    if (reason !== undefined && Number(event.key) <= KEYED) toggle(reason);
    else if (event.key === "Enter" && (isField ? isMod : !isMod)) {
      if (isReady) onSend();
    } else if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
    else return;
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields inside
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3" onKeyDown={onKeyDown}>
      {reasons.length > 0 ? (
        <fieldset
          ref={refs.reasons}
          tabIndex={-1}
          className="grid gap-0.5 rounded-md outline-offset-4 focus:outline-2 focus:outline-ring"
        >
          <legend className="mb-1.5 font-medium">{t("reasons")}</legend>
          {reasons.map((reason, index) => (
            <Choice
              key={reason}
              name={reason}
              isChecked={draft.reasons.includes(reason)}
              shortcut={index < KEYED ? String(index + 1) : undefined}
              onToggle={() => toggle(reason)}
            />
          ))}
        </fieldset>
      ) : null}
      <div className="grid gap-1.5">
        <label htmlFor={commentId} className="font-medium">
          {t("comment")}
        </label>
        <Textarea
          id={commentId}
          ref={refs.comment}
          rows={3}
          maxLength={MAX_REVIEW_COMMENT}
          value={draft.comment}
          placeholder={t("commentHint")}
          onChange={(event) => onChange({ comment: event.target.value })}
        />
      </div>
      {people.length > 1 ? (
        <People
          people={people}
          chosen={draft.userIds}
          onChange={(userIds) => onChange({ userIds })}
        />
      ) : null}
      <Button icon={<Undo2 />} disabled={!isReady} onClick={onSend} className="justify-self-start">
        {t("send")}
      </Button>
    </div>
  );
}

function Choice({
  name,
  isChecked,
  shortcut,
  onToggle,
}: {
  name: string;
  isChecked: boolean;
  shortcut: string | undefined;
  onToggle(): void;
}) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="-mx-1.5 flex min-h-7 items-center gap-2 rounded-md px-1.5 hover:bg-accent"
    >
      <Checkbox id={id} checked={isChecked} onCheckedChange={onToggle} />
      <span className="min-w-0 flex-1 break-words">{name}</span>
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} aria-hidden="true" />}
    </label>
  );
}

/** Never nobody: the last one stays. */
function People({
  people,
  chosen,
  onChange,
}: {
  people: readonly { id: string; name: string }[];
  chosen: readonly string[] | null;
  onChange(userIds: readonly string[]): void;
}) {
  const t = useTranslations("review.panel");
  const ids = chosen ?? people.map(({ id }) => id);
  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <legend className="mb-1.5 font-medium">{t("people")}</legend>
      {people.map(({ id, name }) => (
        <label key={id} htmlFor={`mend-${id}`} className="flex min-h-7 items-center gap-2">
          <Checkbox
            id={`mend-${id}`}
            checked={ids.includes(id)}
            disabled={ids.length === 1 && ids.includes(id)}
            onCheckedChange={(isOn) =>
              onChange(isOn === true ? [...ids, id] : ids.filter((other) => other !== id))
            }
          />
          <Avatar name={name} size="sm" aria-hidden="true" />
          <span className="truncate" title={name}>
            {name}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
