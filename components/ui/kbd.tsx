"use client";

import { type ComponentProps, useSyncExternalStore } from "react";
import { cn } from "@/components/ui/cn";
import { displayShortcut, isApplePlatform } from "@/components/ui/shortcut-display";

/** One shortcut in the notation of commands ("mod+shift+z"), drawn as keys. */
export function Kbd({
  shortcut,
  className,
  ...props
}: Omit<ComponentProps<"kbd">, "children"> & { shortcut: string }) {
  const isApple = useIsApple();
  return (
    <kbd data-slot="kbd" className={cn("inline-flex gap-0.5 font-sans", className)} {...props}>
      {displayShortcut(shortcut, isApple).map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-border-strong bg-muted px-1 font-medium text-muted-foreground text-xs leading-none"
        >
          {key}
        </kbd>
      ))}
    </kbd>
  );
}

/** False on the server and in the first client render, so that both agree. */
export function useIsApple(): boolean {
  return useSyncExternalStore(subscribeNever, isApplePlatform, () => false);
}

function subscribeNever(): () => void {
  return () => {};
}
