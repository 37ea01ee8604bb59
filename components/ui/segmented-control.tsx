"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";

export interface Segment<V extends string> {
  value: V;
  label: string;
  /** With an icon the label becomes the tooltip and the accessible name. */
  icon?: ReactNode;
}

/** One of a few, always exactly one. */
export function SegmentedControl<V extends string>({
  label,
  value,
  onValueChange,
  segments,
  className,
}: {
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  segments: readonly Segment<V>[];
  className?: string;
}) {
  return (
    <ToggleGroup.Root
      data-slot="segmented-control"
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const segment = segments.find((candidate) => candidate.value === next);
        if (segment !== undefined) onValueChange(segment.value);
      }}
      className={cn(
        "inline-flex h-8 items-center gap-0.5 rounded-md bg-secondary p-0.5",
        className,
      )}
    >
      {segments.map((segment) => {
        const item = (
          <ToggleGroup.Item
            key={segment.value}
            value={segment.value}
            aria-label={segment.label}
            className="flex h-7 items-center gap-1.5 rounded-[5px] px-2.5 font-medium text-muted-foreground text-xs transition-colors duration-150 hover:text-foreground data-[state=on]:bg-card data-[state=on]:text-foreground data-[state=on]:shadow-sm [&_svg]:size-4"
          >
            {segment.icon ?? segment.label}
          </ToggleGroup.Item>
        );
        return segment.icon === undefined ? (
          item
        ) : (
          <Tooltip key={segment.value} content={segment.label}>
            {/* The tooltip writes data-state on its child, which the toggle needs for itself. */}
            <span className="inline-flex">{item}</span>
          </Tooltip>
        );
      })}
    </ToggleGroup.Root>
  );
}
