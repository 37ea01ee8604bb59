"use client";

import { useMemo } from "react";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import type { PreviewBox } from "@/lib/api/items";
import type { PictureProps } from "./item-look";
import { type TextPiece, textPieces } from "./text-pieces";

/** Characters of a text that screen readers hear with its name. */
const SPOKEN_LENGTH = 80;
/** Underlines of spans over each other; more cannot be told apart so small. */
const MAX_LANES = 3;
const LANE_PX = 2;
const NO_SPANS: readonly PreviewBox[] = [];

/** How a text begins, its spans in the colours of their labels. */
export function TextPicture({ preview, colors, className, isRow }: PictureProps) {
  const text = preview?.text ?? null;
  return (
    <div
      className={cn(
        "relative overflow-hidden",
        isRow ? "flex items-center" : "border-b bg-card text-card-foreground",
        className,
      )}
    >
      {text === null ? (
        <Skeleton className={cn("h-3.5 w-3/4", !isRow && "m-3")} />
      ) : (
        <>
          <span className="sr-only">{spoken(text)}</span>
          <TextLines
            text={text}
            spans={preview?.boxes ?? NO_SPANS}
            colors={colors}
            className={
              isRow
                ? "line-clamp-2 w-full whitespace-normal"
                : "absolute inset-0 overflow-hidden p-3 [mask-image:linear-gradient(to_top,transparent,black_1.75rem)]"
            }
          />
        </>
      )}
    </div>
  );
}

/** The start of a text in small letters. Nothing in it can do harm: what cannot be seen is shown by its name. */
export function TextLines({
  text,
  spans,
  colors,
  className,
}: {
  text: string;
  spans: readonly PreviewBox[];
  colors: ReadonlyMap<string, string>;
  className?: string | undefined;
}) {
  const pieces = useMemo(() => textPieces(text, spans), [text, spans]);
  return (
    <div
      aria-hidden="true"
      dir="auto"
      className={cn(
        "wrap-anywhere whitespace-pre-line text-start text-xs leading-4.5 [unicode-bidi:plaintext]",
        className,
      )}
    >
      {pieces.map((piece) => (
        <Piece key={piece.at} piece={piece} colors={colors} />
      ))}
    </div>
  );
}

function Piece({ piece, colors }: { piece: TextPiece; colors: ReadonlyMap<string, string> }) {
  const lanes = piece.labelIds
    .map((id) => colors.get(id) ?? "var(--muted-foreground)")
    .slice(-MAX_LANES)
    .reverse();
  const content =
    piece.mark === null ? (
      piece.text
    ) : (
      <span className="mx-px rounded-xs border border-border-strong px-0.5 text-[0.625rem] text-muted-foreground">
        {piece.mark}
      </span>
    );
  const [inner] = lanes;
  if (inner === undefined) return content;
  return (
    <span
      className="rounded-xs"
      style={{
        backgroundColor: `color-mix(in srgb, ${inner} 20%, transparent)`,
        // The first is drawn over the others: the shortest span is nearest to the words.
        boxShadow: lanes.map((color, n) => `inset 0 ${-LANE_PX * (n + 1)}px 0 ${color}`).join(", "),
      }}
    >
      {content}
    </span>
  );
}

function spoken(text: string): string {
  return Array.from(text.slice(0, 2 * SPOKEN_LENGTH))
    .slice(0, SPOKEN_LENGTH)
    .join("");
}
