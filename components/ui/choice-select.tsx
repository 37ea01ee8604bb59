"use client";

import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";

/** One of a few fixed choices, each with its word. */
export function ChoiceSelect<V extends string>({
  label,
  value,
  choices,
  nameOf,
  onChange,
  isDisabled = false,
  className,
}: {
  label: string;
  value: V;
  choices: readonly V[];
  nameOf(choice: V): string;
  onChange(choice: V): void;
  isDisabled?: boolean;
  /** Its width. */
  className: string;
}) {
  return (
    <Select
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => {
        const choice = choices.find((candidate) => candidate === next);
        if (choice !== undefined) onChange(choice);
      }}
    >
      <SelectTrigger aria-label={label} className={className}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {choices.map((choice) => (
          <SelectItem key={choice} value={choice}>
            {nameOf(choice)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
