"use client";

import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";
import type { LabelView } from "@/lib/api/labels";
import { EDITOR_COMMANDS } from "@/lib/editor/commands";

/** Keys of one character that the editor's own commands have: a label could never win them. */
const EDITOR_KEYS = new Set(EDITOR_COMMANDS.flatMap(({ shortcuts }) => shortcuts));

/** Press it, then press the key that shall choose this label. */
export function HotkeyButton({
  label,
  labels,
  onChange,
}: {
  label: LabelView;
  labels: readonly LabelView[];
  onChange: (hotkey: string | null) => void;
}) {
  const t = useTranslations("labels");
  const [isWaiting, setIsWaiting] = useState(false);

  function take(key: string) {
    const other = labels.find(({ id, hotkey }) => id !== label.id && hotkey === key);
    if (other !== undefined) toast.error(t("hotkey.taken", { key, name: other.name }));
    else if (EDITOR_KEYS.has(key)) toast.error(t("hotkey.editor", { key }));
    else {
      setIsWaiting(false);
      if (key !== label.hotkey) onChange(key);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!isWaiting || event.key === "Tab" || event.key === "Shift") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") setIsWaiting(false);
    else if (event.key === "Backspace" || event.key === "Delete") {
      setIsWaiting(false);
      if (label.hotkey !== null) onChange(null);
    } else if (event.key.length === 1 && event.key !== " ") take(event.key.toLowerCase());
  }

  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={
        isWaiting
          ? t("hotkey.press", { name: label.name })
          : t("hotkey.change", { name: label.name, key: label.hotkey ?? t("hotkey.none") })
      }
      title={t("hotkey.hint")}
      aria-pressed={isWaiting}
      onClick={() => setIsWaiting(!isWaiting)}
      onBlur={() => setIsWaiting(false)}
      onKeyDown={onKeyDown}
    >
      {isWaiting ? t("hotkey.pressShort") : null}
      {!isWaiting && label.hotkey !== null ? <Kbd shortcut={label.hotkey} /> : null}
      {!isWaiting && label.hotkey === null ? t("hotkey.none") : null}
    </Button>
  );
}
