"use client";

import { CaseSensitive, ChevronDown, ChevronUp, ListChecks, WholeWord, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { CommandButton } from "@/components/editor/command-button";
import { useEditor } from "@/components/editor/editor-context";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { MAX_MATCHES } from "@/lib/text/find";
import { MatchList } from "./match-list";
import { useTextEditor, useTextSession } from "./use-text-editor";

/** Search in the text, with all matches and what they shall be labelled as. */
export function FindBar() {
  const t = useTranslations("text.find");
  const editor = useTextEditor();
  const { isReadOnly } = useEditor();
  const find = useTextSession((state) => state.find);
  const input = useRef<HTMLInputElement>(null);
  const isLabelling = find?.isLabelling ?? false;
  const opened = find?.opened;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever it is asked for.
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [opened]);
  if (!find) return null;
  const { query } = find;
  const toggle = (key: "isCase" | "isWhole") => editor.finder.setQuery({ [key]: !query[key] });
  const setLabelling = (isOn: boolean) =>
    editor.session.setState({ find: { ...find, isLabelling: isOn } });
  return (
    <search className="shrink-0 border-b bg-card">
      <div className="flex h-10 items-center gap-1 px-2">
        <Input
          ref={input}
          type="text"
          className="h-7 max-w-80"
          aria-label={t("query")}
          placeholder={t("query")}
          value={query.text}
          onChange={(event) => editor.finder.setQuery({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter") editor.finder.step(event.shiftKey ? -1 : 1);
            else if (event.key === "Escape") {
              editor.finder.close();
              document.querySelector<HTMLElement>(".tx-scroller")?.focus({ preventScroll: true });
            } else return;
            event.preventDefault();
          }}
        />
        <IconButton
          label={t("case")}
          size="icon-sm"
          aria-pressed={query.isCase}
          className="aria-pressed:bg-primary-soft aria-pressed:text-primary-text"
          icon={<CaseSensitive />}
          onClick={() => toggle("isCase")}
        />
        <IconButton
          label={t("whole")}
          size="icon-sm"
          aria-pressed={query.isWhole}
          className="aria-pressed:bg-primary-soft aria-pressed:text-primary-text"
          icon={<WholeWord />}
          onClick={() => toggle("isWhole")}
        />
        <Count current={find.current} />
        <CommandButton
          command="text.find-previous"
          icon={<ChevronUp />}
          side="bottom"
          size="icon-sm"
        />
        <CommandButton
          command="text.find-next"
          icon={<ChevronDown />}
          side="bottom"
          size="icon-sm"
        />
        {isReadOnly ? null : (
          <IconButton
            label={t("labelAll")}
            size="icon-sm"
            aria-pressed={isLabelling}
            aria-expanded={isLabelling}
            className="aria-pressed:bg-primary-soft aria-pressed:text-primary-text"
            icon={<ListChecks />}
            onClick={() => setLabelling(!isLabelling)}
          />
        )}
        <IconButton
          label={t("close")}
          size="icon-sm"
          className="ml-auto"
          icon={<X />}
          onClick={() => editor.finder.close()}
        />
      </div>
      {isLabelling && !isReadOnly ? <MatchList /> : null}
    </search>
  );
}

function Count({ current }: { current: number | null }) {
  const t = useTranslations("text.find");
  const format = useFormatter();
  const { finder } = useTextEditor();
  useTextSession((state) => state.find?.query);
  const total = finder.matches().length;
  const shown = total >= MAX_MATCHES ? t("many", { count: total }) : format.number(total);
  return (
    <output data-numeric className="min-w-16 px-1 text-muted-foreground text-xs">
      {current === null
        ? t("count", { count: total, shown })
        : t("place", { index: format.number(current + 1), total: shown })}
    </output>
  );
}
