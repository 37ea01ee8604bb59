"use client";

import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import type { Annotation } from "@/lib/annotation/annotation";
import type { IntervalGeometry } from "@/lib/geometry/geometry";
import { useTextEditor } from "./use-text-editor";

/** Both ends of a span and the text that it covers; of a relation, what it relates. */
export function SpanFields({
  annotation,
  isDisabled,
}: {
  annotation: Annotation;
  isDisabled: boolean;
}) {
  const { id, geometry, text } = annotation;
  if (geometry.kind === "relation") return <RelationEnds from={geometry.from} to={geometry.to} />;
  if (geometry.kind !== "interval") return null;
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-2 gap-1.5">
        <EndField key={`${id} start`} id={id} span={geometry} end="start" isDisabled={isDisabled} />
        <EndField key={`${id} end`} id={id} span={geometry} end="end" isDisabled={isDisabled} />
      </div>
      <Surface text={text} />
    </div>
  );
}

function Surface({ text }: { text: string | undefined }) {
  const t = useTranslations("text.fields");
  return (
    <p
      dir="auto"
      className={cn(
        "max-h-24 overflow-y-auto whitespace-pre-wrap break-words text-xs",
        text === undefined && "text-muted-foreground",
      )}
    >
      {text ?? t("tooLong")}
    </p>
  );
}

function RelationEnds({ from, to }: { from: string; to: string }) {
  const t = useTranslations("text.fields");
  const editor = useTextEditor();
  const current = editor.document.current();
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 text-xs">
      {[["from", from] as const, ["to", to] as const].map(([name, id]) => (
        <div key={name} className="contents">
          <dt className="text-muted-foreground">{t(name)}</dt>
          <dd className="min-w-0">
            <button
              type="button"
              dir="auto"
              className="max-w-full truncate rounded-sm px-1 text-left underline decoration-border-strong underline-offset-2 hover:bg-accent"
              onClick={() => {
                editor.select([id]);
                editor.reveal(id);
              }}
            >
              {current.get(id)?.text ?? t("gone")}
            </button>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Typed and confirmed by Enter or by leaving; arrows step by one character. Esc forgets. */
function EndField({
  id,
  span,
  end,
  isDisabled,
}: {
  id: string;
  span: IntervalGeometry;
  end: "start" | "end";
  isDisabled: boolean;
}) {
  const t = useTranslations("text.fields");
  const { maker, segments } = useTextEditor();
  const [typed, setTyped] = useState<string | null>(null);

  function commitTyped() {
    const value = typed === null ? Number.NaN : Number(typed);
    if (typed?.trim() && Number.isInteger(value)) maker.place(id, { ...span, [end]: value });
    setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") commitTyped();
    if (event.key === "Escape") {
      setTyped(null);
      event.currentTarget.blur();
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    setTyped(null);
    const step = event.key === "ArrowUp" ? segments.next : segments.previous;
    const to = step(span[end], event.shiftKey ? "word" : "character");
    maker.place(id, { ...span, [end]: to }, { isJoining: event.repeat });
  }

  return (
    <label className="grid gap-0.5 text-muted-foreground text-xs">
      {t(end)}
      <input
        inputMode="numeric"
        data-numeric
        disabled={isDisabled}
        className={cn(controlClasses, "h-7 px-1.5 text-right text-xs")}
        value={typed ?? String(span[end])}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commitTyped}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
