"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { MAX_COMMENT_CHARS, type Person } from "@/lib/api/talk";
import { matchingPeople, openMention } from "./mentions";

const SHOWN_PEOPLE = 6;

/** Where a comment is written: plain text, with names of people behind an @. */
export function CommentComposer({
  label,
  people,
  start = "",
  sendLabel,
  isFocused = false,
  isPending,
  onSend,
  onCancel,
}: {
  label: string;
  people: readonly Person[];
  start?: string;
  sendLabel: string;
  /** Takes the focus when it appears. */
  isFocused?: boolean;
  isPending: boolean;
  /** Resolves to true when it was taken: then the field is empty again. */
  onSend(body: string): Promise<boolean>;
  onCancel?: () => void;
}) {
  const t = useTranslations("talk");
  const [body, setBody] = useState(start);
  const field = useRef<HTMLTextAreaElement>(null);
  const names = useNames({ people, body, setBody, field });
  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, [isFocused]);

  async function send() {
    const text = body.trim();
    if (text === "" || isPending) return;
    if (await onSend(text)) setBody("");
  }

  function onKeyDown(event: KeyboardEvent) {
    if (names.onKeyDown(event)) return;
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape" && onCancel) {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  }

  return (
    <form
      className="relative grid gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Textarea
        ref={field}
        aria-label={label}
        placeholder={label}
        value={body}
        maxLength={MAX_COMMENT_CHARS}
        rows={2}
        role="combobox"
        aria-expanded={names.isOpen}
        aria-controls={names.listId}
        aria-autocomplete="list"
        aria-activedescendant={names.activeId}
        onChange={(event) => {
          setBody(event.target.value);
          names.onCaret(event.target.selectionStart);
        }}
        onSelect={(event) => names.onCaret(event.currentTarget.selectionStart)}
        onBlur={names.close}
        onKeyDown={onKeyDown}
        className="min-h-14 text-sm"
      />
      <div
        role="listbox"
        id={names.listId}
        aria-label={t("people")}
        className={cn(
          "absolute inset-x-0 top-full z-20 -mt-9 grid rounded-md border bg-popover p-1 shadow-lg",
          !names.isOpen && "hidden",
        )}
      >
        {names.found.map((person, index) => (
          <div
            key={person.id}
            id={`${names.listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === names.active}
            onPointerDown={(event) => {
              event.preventDefault();
              names.choose(person);
            }}
            className={cn(
              "flex h-7 cursor-default items-center gap-2 rounded-sm px-1.5",
              index === names.active && "bg-accent text-accent-foreground",
            )}
          >
            <Avatar name={person.name} size="sm" aria-hidden="true" />
            <span className="truncate">{person.name}</span>
          </div>
        ))}
      </div>
      <div className="flex items-center justify-end gap-1.5">
        <span className="mr-auto text-muted-foreground text-xs">
          <Kbd shortcut="mod+enter" />
        </span>
        {onCancel ? (
          <Button size="sm" variant="ghost" onClick={onCancel}>
            {t("cancel")}
          </Button>
        ) : null}
        <Button
          size="sm"
          variant="primary"
          type="submit"
          isPending={isPending}
          disabled={body.trim() === ""}
        >
          {sendLabel}
        </Button>
      </div>
    </form>
  );
}

/** Offers names while one is typed behind an @. */
function useNames({
  people,
  body,
  setBody,
  field,
}: {
  people: readonly Person[];
  body: string;
  setBody(body: string): void;
  field: { readonly current: HTMLTextAreaElement | null };
}) {
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const open = caret === null ? null : openMention(body, caret);
  const found = open ? matchingPeople(people, open.query).slice(0, SHOWN_PEOPLE) : [];
  const isOpen = found.length > 0;
  const at = Math.min(active, Math.max(0, found.length - 1));

  function choose(person: Person) {
    if (!open || caret === null) return;
    const before = `${body.slice(0, open.start)}@${person.name} `;
    setBody(before + body.slice(caret));
    setCaret(null);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  }

  return {
    listId,
    found,
    isOpen,
    active: at,
    activeId: isOpen ? `${listId}-${at}` : undefined,
    choose,
    close: () => setCaret(null),
    onCaret(next: number) {
      if (next !== caret) setActive(0);
      setCaret(next);
    },
    /** True: the key was meant for the list. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (!isOpen) return false;
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const person = found[at];
      if (step !== 0) setActive((at + step + found.length) % found.length);
      else if ((event.key === "Enter" || event.key === "Tab") && person) choose(person);
      else if (event.key === "Escape") setCaret(null);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
