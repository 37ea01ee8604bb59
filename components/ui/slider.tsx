"use client";

import { Slider as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** One thumb per value. `label` names the thumbs. */
export function Slider({
  label,
  className,
  value,
  defaultValue,
  ...props
}: ComponentProps<typeof Radix.Root> & { label: string }) {
  const thumbs = value ?? defaultValue ?? [0];
  return (
    <Radix.Root
      data-slot="slider"
      className={cn(
        "relative flex h-4 w-full touch-none select-none items-center data-[disabled]:opacity-50",
        className,
      )}
      {...(value === undefined ? {} : { value })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      {...props}
    >
      <Radix.Track className="relative h-1 grow rounded-full bg-border-strong">
        <Radix.Range className="absolute h-full rounded-full bg-primary" />
      </Radix.Track>
      {thumbs.map((_, index) => (
        <Radix.Thumb
          // biome-ignore lint/suspicious/noArrayIndexKey: a thumb is its place in the list
          key={index}
          aria-label={label}
          className="block size-3.5 rounded-full border-2 border-primary bg-card shadow-sm transition-shadow duration-150"
        />
      ))}
    </Radix.Root>
  );
}
