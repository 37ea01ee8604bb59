"use client";

import { type KeyboardEvent, useState } from "react";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import { formatTime, parseTime } from "@/lib/audio/format-time";

const STEP_S = { usual: 0.01, large: 0.1, small: 0.001 } as const;

/**
 * A time that is typed ("83.4", "1:23.4") and confirmed by Enter or by leaving; arrows step by 10 ms, with Shift by 100, with
 * Alt by 1. Esc forgets.
 */
export function TimeField({
  label,
  seconds,
  isDisabled,
  className,
  onChange,
}: {
  label: string;
  seconds: number;
  isDisabled: boolean;
  className?: string;
  onChange(seconds: number, isJoining: boolean): void;
}) {
  const [typed, setTyped] = useState<string | null>(null);

  function commitTyped(): void {
    const value = typed === null ? null : parseTime(typed);
    if (value !== null) onChange(value, false);
    setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === "Enter") commitTyped();
    if (event.key === "Escape") {
      setTyped(null);
      event.currentTarget.blur();
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    setTyped(null);
    const step = event.altKey ? STEP_S.small : event.shiftKey ? STEP_S.large : STEP_S.usual;
    const by = event.key === "ArrowUp" ? step : -step;
    onChange(Number((seconds + by).toFixed(9)), event.repeat);
  }

  return (
    <input
      data-numeric
      aria-label={label}
      disabled={isDisabled}
      className={cn(controlClasses, "h-7 px-1.5 text-right text-xs", className)}
      value={typed ?? formatTime(seconds)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commitTyped}
      onFocus={(event) => event.target.select()}
      onKeyDown={onKeyDown}
    />
  );
}
