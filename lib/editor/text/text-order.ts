import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { byDrawingOrder } from "../drawing-order";
import { isRelation } from "./relations";
import { inReadingOrder, isSpan, type Span } from "./span-index";

/** Answers first, then the spans as they are read, each followed by the relations that leave it. */
export function compareInText(
  a: Annotation,
  b: Annotation,
  spanOf: (id: AnnotationId) => Span | null,
): number {
  const [first, second] = [a, b].map((each) =>
    isRelation(each) ? spanOf(each.geometry.from) : isSpan(each) ? each : null,
  );
  const [rankA, rankB] = [rankOf(a, first), rankOf(b, second)];
  const isPlaced = rankA === 1 && rankB === 1 && first && second;
  if (isPlaced && first.id !== second.id) return inReadingOrder(first, second);
  if (isPlaced) return Number(isRelation(a)) - Number(isRelation(b)) || byDrawingOrder(a, b);
  return rankA - rankB || byDrawingOrder(a, b);
}

function rankOf({ geometry }: Annotation, span: Span | null | undefined): number {
  if (geometry.kind === "whole") return 0;
  return span ? 1 : 2;
}
