"use client";

import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";

/** So many characters at the end are never cut: an extension and a number usually. */
const TAIL_CHARACTERS = 10;
/** A file's own name of up to so many characters is not cut either. */
const WHOLE_NAME_CHARACTERS = 14;

/**
 * A long name cut in the middle to the width it has, whole in the tooltip. The cut is the
 * browser's own (the head shrinks, the tail does not), so resizing costs nothing.
 */
export function MiddleTruncate({
  text,
  className,
  ...props
}: Omit<ComponentProps<"span">, "children"> & { text: string }) {
  const characters = Array.from(text);
  const nameStart = characters.lastIndexOf("/") + 1;
  const isNameShort = nameStart > 0 && characters.length - nameStart <= WHOLE_NAME_CHARACTERS;
  const cut = isNameShort ? nameStart : Math.max(0, characters.length - TAIL_CHARACTERS);
  const head = characters.slice(0, cut).join("");
  const tail = characters.slice(cut).join("");
  return (
    <Tooltip content={text}>
      <span
        data-slot="middle-truncate"
        className={cn("flex min-w-0 max-w-full whitespace-pre", className)}
        {...props}
      >
        <span className="sr-only">{text}</span>
        <span aria-hidden="true" className="min-w-0 truncate">
          {head}
        </span>
        <span aria-hidden="true" className="shrink-0">
          {tail}
        </span>
      </span>
    </Tooltip>
  );
}
