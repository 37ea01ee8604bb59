import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** Hues far enough apart to tell people from one another; lightness keeps white text AA. */
const HUES = [250, 285, 320, 5, 35, 145, 175, 215] as const;

const SIZES = { sm: "size-5 text-[10px]", md: "size-7 text-xs", lg: "size-10 text-base" } as const;

/** Initials on a colour that belongs to the name. The name itself is the accessible text. */
export function Avatar({
  name,
  size = "md",
  className,
  ...props
}: Omit<ComponentProps<"span">, "children"> & { name: string; size?: keyof typeof SIZES }) {
  return (
    <span
      data-slot="avatar"
      role="img"
      aria-label={name}
      style={{ backgroundColor: `oklch(0.5 0.11 ${hueOf(name)})` }}
      className={cn(
        "before:content-[attr(data-initials)] inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold text-white",
        SIZES[size],
        className,
      )}
      // Drawn, not written: the letters are no part of any name.
      data-initials={initialsOf(name)}
      {...props}
    />
  );
}

function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const first = words[0] ?? "?";
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last]
    .map((word) => (word === undefined ? "" : (Array.from(word)[0] ?? "")))
    .join("")
    .toUpperCase();
}

function hueOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_536;
  return HUES[sum % HUES.length] ?? HUES[0];
}
