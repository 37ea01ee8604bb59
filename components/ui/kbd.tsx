"use client";

import { type ComponentProps, useSyncExternalStore } from "react";
import { cn } from "@/components/ui/cn";
import { type Platform, shortcutKeys } from "@/lib/commands/keymap";

/** One shortcut in the notation of commands ("mod+shift+z"), drawn as keys. */
export function Kbd({
  shortcut,
  className,
  ...props
}: Omit<ComponentProps<"kbd">, "children"> & { shortcut: string }) {
  const platform = usePlatform();
  return (
    <kbd data-slot="kbd" className={cn("inline-flex gap-0.5 font-sans", className)} {...props}>
      {shortcutKeys(shortcut, platform).map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-border-strong bg-muted px-1 font-medium font-sans text-muted-foreground text-xs leading-none"
        >
          {key}
        </kbd>
      ))}
    </kbd>
  );
}

/** "other" on the server and in the first client render, so that both agree. */
export function usePlatform(): Platform {
  return useSyncExternalStore(subscribeNever, readPlatform, () => "other" as const);
}

export function readPlatform(): Platform {
  return /mac|iphone|ipad/i.test(navigator.platform) ? "mac" : "other";
}

function subscribeNever(): () => void {
  return () => {};
}
