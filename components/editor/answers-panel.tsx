"use client";

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { type Annotation, MAX_ANNOTATION_TEXT } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import {
  answerPatch,
  answersIn,
  type Question,
  questionsOf,
  textAnswerPatch,
} from "@/lib/editor/answers";
import type { Editor } from "@/lib/editor/editor";
import { useEditor, useSession } from "./editor-context";
import { useIdleAnnotations } from "./use-idle-annotations";

/** What is asked about the whole item; nothing when nothing is. */
export function AnswersPanel({ className }: { className?: string }) {
  const t = useTranslations("text.answers");
  const labels = useSession((state) => state.labels);
  const annotations = useIdleAnnotations();
  const questions = useMemo(() => questionsOf(labels.list), [labels]);
  const given = useMemo(() => answersIn(annotations), [annotations]);
  if (questions.length === 0) return null;
  return (
    <section
      aria-label={t("title")}
      className={cn("grid gap-3 overflow-y-auto px-3 py-1", className)}
    >
      {questions.map((question) =>
        question.kind === "text" ? (
          question.labels.map((label) => (
            <TextAnswer key={label.id} label={label} given={given.get(label.id)} />
          ))
        ) : (
          <ChoiceAnswer
            key={`${question.kind} ${question.question}`}
            question={question}
            given={given}
          />
        ),
      )}
    </section>
  );
}

/** While the focus is inside, 1 to 9 choose by place, whatever keys the labels have. */
function ChoiceAnswer({
  question,
  given,
}: {
  question: Question;
  given: ReadonlyMap<string, Annotation>;
}) {
  const t = useTranslations("text.answers");
  const editor = useEditor();
  const { kind, labels } = question;
  const chosen = labels.find(({ id }) => given.has(id))?.id ?? "";
  const choose = (label: Label) => toggleAnswer(editor, label);

  function onKeyDown(event: KeyboardEvent) {
    const place = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    const label = labels[place - 1];
    if (!label || event.ctrlKey || event.metaKey || event.altKey || editor.isReadOnly) return;
    event.preventDefault();
    event.stopPropagation();
    choose(label);
  }

  const legend = (
    <legend className="pb-1 font-medium text-xs">{question.question || t("untitled")}</legend>
  );
  if (kind === "one") {
    return (
      <fieldset disabled={editor.isReadOnly} onKeyDown={onKeyDown}>
        {legend}
        <RadioGroup
          aria-label={question.question || t("untitled")}
          value={chosen}
          className="gap-0.5"
          onValueChange={(id) => {
            const label = labels.find((each) => each.id === id);
            if (label) choose(label);
          }}
        >
          {labels.map((label) => (
            <Choice key={label.id} label={label}>
              {(id) => (
                <RadioItem
                  id={id}
                  value={label.id}
                  // A second press takes the answer back.
                  onClick={() => {
                    if (chosen === label.id) choose(label);
                  }}
                />
              )}
            </Choice>
          ))}
        </RadioGroup>
      </fieldset>
    );
  }
  return (
    <fieldset disabled={editor.isReadOnly} onKeyDown={onKeyDown}>
      {legend}
      <div className="grid gap-0.5">
        {labels.map((label) => (
          <Choice key={label.id} label={label}>
            {(id) => (
              <Checkbox
                id={id}
                checked={given.has(label.id)}
                onCheckedChange={() => choose(label)}
              />
            )}
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}

function Choice({ label, children }: { label: Label; children: (id: string) => React.ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-h-7 items-center gap-2">
      {children(id)}
      <label htmlFor={id} className="flex min-w-0 flex-1 items-center gap-2">
        <span className="min-w-0 truncate" title={label.name}>
          {label.name}
        </span>
        <span
          aria-hidden="true"
          className="size-2 shrink-0 rounded-full"
          style={{ backgroundColor: label.color }}
        />
        {label.hotkey === null ? null : <Kbd shortcut={label.hotkey} className="ml-auto" />}
      </label>
    </div>
  );
}

/** Written into the document when the field is left, and at pauses that a person makes anyway. */
function TextAnswer({ label, given }: { label: Label; given: Annotation | undefined }) {
  const editor = useEditor();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const isWanted = useSession((state) => state.wantedAnswer === label.id);
  const pending = useRef<Pending>(null);
  useEffect(() => {
    if (!isWanted) return;
    field.current?.focus();
    editor.session.setState({ wantedAnswer: null });
  }, [isWanted, editor]);
  useEffect(() => () => flush(pending), []);

  function change(text: string): void {
    setTyped(text);
    if (pending.current) clearTimeout(pending.current.timer);
    pending.current = {
      timer: window.setTimeout(() => flush(pending), PAUSE_MS),
      write: () =>
        editor.commit(
          textAnswerPatch(editor.document.current(), { label, text, newId: editor.newId }),
        ),
    };
  }

  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium text-xs">
        {label.answer?.question || label.name}
      </label>
      <Textarea
        ref={field}
        id={id}
        dir="auto"
        rows={3}
        maxLength={MAX_ANNOTATION_TEXT}
        disabled={editor.isReadOnly}
        className="min-h-16 text-sm"
        value={typed ?? given?.text ?? ""}
        onChange={(event) => change(event.target.value)}
        onBlur={() => {
          flush(pending);
          setTyped(null);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </div>
  );
}

/** After a pause of this length what was typed is saved. */
const PAUSE_MS = 800;
type Pending = { timer: number; write(): void } | null;

function flush(pending: { current: Pending }): void {
  const last = pending.current;
  pending.current = null;
  if (!last) return;
  clearTimeout(last.timer);
  last.write();
}

function toggleAnswer(editor: Editor, label: Label): void {
  const { labels } = editor.session.getState();
  const making = { labels: labels.list, label, newId: editor.newId };
  editor.commit(answerPatch(editor.document.current(), making));
}
