"use client";

import { Check } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";

export interface Swatch {
  /** Any CSS colour; it is also the value. */
  color: string;
  name: string;
}

/** One colour of a few; arrows move, the name is the tooltip. */
export function ColorSwatchPicker({
  label,
  value,
  onValueChange,
  swatches,
  className,
}: {
  label: string;
  value: string;
  onValueChange: (color: string) => void;
  swatches: readonly Swatch[];
  className?: string;
}) {
  return (
    <RadioGroup.Root
      data-slot="color-swatch-picker"
      aria-label={label}
      value={value}
      onValueChange={onValueChange}
      orientation="horizontal"
      className={cn("grid grid-cols-[repeat(auto-fill,1.5rem)] gap-1.5", className)}
    >
      {swatches.map((swatch) => (
        <Tooltip key={swatch.color} content={swatch.name}>
          <span className="inline-flex">
            <RadioGroup.Item
              value={swatch.color}
              aria-label={swatch.name}
              style={{ backgroundColor: swatch.color }}
              className="flex size-6 items-center justify-center rounded-sm border border-black/15 dark:border-white/15"
            >
              <RadioGroup.Indicator>
                <Check className="size-4 text-white [filter:drop-shadow(0_0_1px_black)_drop-shadow(0_0_1px_black)]" />
              </RadioGroup.Indicator>
            </RadioGroup.Item>
          </span>
        </Tooltip>
      ))}
    </RadioGroup.Root>
  );
}
