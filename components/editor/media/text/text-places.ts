import { type StagePlaces, stageOf } from "@/components/editor/talk/stage-places";
import type { Editor } from "@/lib/editor/editor";
import { isTextEditor } from "@/lib/editor/text/text-editor";

/** Places of a text: offsets in code points. Only the blocks around what is seen are on the page. */
export function textPlaces(editor: Editor, host: HTMLElement): StagePlaces {
  if (!isTextEditor(editor)) throw new TypeError("This is no text.");
  const { points, blocks } = editor;

  function rectAt(offset: number): DOMRect | null {
    const index = points.toIndex(offset);
    const block = blocks.at(index);
    const content = stageOf(host)?.querySelector(`.tx-block[data-block="${block}"] > .tx-text`);
    const found = content && nodeAt(content, index - blocks.startOf(block));
    if (!found) return content?.getBoundingClientRect() ?? null;
    const range = document.createRange();
    range.setStart(found.node, found.offset);
    range.setEnd(found.node, Math.min(found.node.length, found.offset + 1));
    return range.getClientRects()[0] ?? content.getBoundingClientRect();
  }

  return {
    rectOf({ annotationId, point }) {
      const geometry = annotationId
        ? editor.document.current().get(annotationId)?.geometry
        : undefined;
      const start = geometry?.kind === "interval" ? geometry.start : (point?.x ?? null);
      const rect = start === null ? null : rectAt(start);
      if (!rect) return null;
      const { left, top, height } = host.getBoundingClientRect();
      const y = rect.top - top;
      if (y < 0 || y > height) return null;
      return { x: rect.left - left, y, w: 0, h: rect.height };
    },
    pointAt({ x, y }) {
      const at = caretAt(x, y);
      const content = at?.node.parentElement?.closest<HTMLElement>(".tx-text");
      const block = Number(content?.parentElement?.dataset["block"]);
      if (!at || !content || Number.isNaN(block)) return null;
      const before = lengthBefore(content, at.node) + at.offset;
      return { x: points.toOffset(blocks.startOf(block) + before), y: null };
    },
  };
}

function* textNodes(content: Element): Generator<Text> {
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) yield node;
  }
}

function nodeAt(content: Element, index: number): { node: Text; offset: number } | null {
  let before = 0;
  for (const node of textNodes(content)) {
    if (index < before + node.length) return { node, offset: index - before };
    before += node.length;
  }
  return null;
}

function lengthBefore(content: Element, until: Node): number {
  let before = 0;
  for (const node of textNodes(content)) {
    if (node === until) break;
    before += node.length;
  }
  return before;
}

/** The standard's way, and the older one of Safari. */
function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in document) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = (document as Document).caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}
