"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useLabelLook } from "@/components/editor/use-label-look";
import type { TextEditor } from "@/lib/editor/text/text-editor";
import type { TextSessionState } from "@/lib/editor/text/text-session";
import { bindSurfaceInput } from "./surface/surface-input";
import { createTextSurface, type TextSurface } from "./surface/text-surface";
import { TextAnnouncer } from "./text-announcer";
import { useTextEditor } from "./use-text-editor";

const FACES = {
  sans: "var(--font-sans)",
  serif: 'Charter, "Bitstream Charter", "Source Serif 4", Georgia, Cambria, "Noto Serif", serif',
  mono: "var(--font-mono)",
} as const;

/** Holds the surface that draws the text; React has no part in what is on it. */
export function TextPane() {
  const editor = useTextEditor();
  const t = useTranslations("text");
  const { data } = useEditorPage();
  const lookOf = useLabelLook();
  const scroller = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const surface = useRef<TextSurface>(null);
  const nameOf = useRef((labelId: string) => lookOf(labelId).name);

  useEffect(() => {
    nameOf.current = (labelId) => lookOf(labelId).name;
    surface.current?.setNames(nameOf.current);
  }, [lookOf]);

  useEffect(() => {
    if (!(scroller.current && column.current)) return;
    const created = showText(editor, {
      scroller: scroller.current,
      column: column.current,
      nameOf: (labelId) => nameOf.current(labelId),
    });
    surface.current = created.surface;
    return () => {
      surface.current = null;
      created.end();
    };
  }, [editor]);

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea can neither be drawn on nor hold a megabyte */}
      <div
        ref={scroller}
        data-testid="text"
        data-item={editor.item.id}
        role="textbox"
        aria-readonly="true"
        aria-multiline="true"
        aria-label={t("textOf", { name: data.item.name })}
        tabIndex={0}
        className="tx-scroller"
      >
        <div ref={column} className="tx-column" />
      </div>
      <TextAnnouncer />
    </>
  );
}

function showText(
  editor: TextEditor,
  parts: { scroller: HTMLElement; column: HTMLElement; nameOf: (labelId: string) => string },
): { surface: TextSurface; end(): void } {
  const { scroller, column } = parts;
  setLook(editor, scroller);
  setPaint(editor, scroller);
  const surface = createTextSurface({ editor, ...parts });
  surface.scrolled();
  scroller.dataset["drawn"] = editor.item.id;
  const { scrollTarget } = editor.session.getState();
  if (scrollTarget) surface.scrollTo(scrollTarget);
  let width = column.clientWidth;
  let frame = 0;
  // Once a frame, whatever changes: several stores often change for one key.
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      surface.repaint();
    });
  };
  const onScroll = () => surface.scrolled();
  scroller.addEventListener("scroll", onScroll, { passive: true });
  const resizing = new ResizeObserver(() => {
    if (column.clientWidth === width) {
      surface.scrolled();
      return;
    }
    width = column.clientWidth;
    surface.relayout();
  });
  resizing.observe(scroller);
  const ends = [
    bindSurfaceInput({ editor, scroller, surface }),
    editor.document.subscribe(soon),
    editor.session.subscribe((now, before) => {
      if (now.scrollTarget !== before.scrollTarget && now.scrollTarget) {
        surface.scrollTo(now.scrollTarget);
      } else if (isDrawnOtherwise(now, before)) soon();
      if (now.isPainting !== before.isPainting || now.activeLabelId !== before.activeLabelId) {
        setPaint(editor, scroller);
      }
    }),
    editor.preferences.subscribe((now, before) => {
      if (now.trimSelection !== before.trimSelection) soon();
      const isSame =
        now.textSizePx === before.textSizePx &&
        now.textFace === before.textFace &&
        now.showMarks === before.showMarks &&
        now.showLabelNames === before.showLabelNames &&
        now.showLineNumbers === before.showLineNumbers;
      if (isSame) return;
      setLook(editor, scroller);
      surface.relayout();
    }),
  ];
  return {
    surface,
    end() {
      for (const end of ends) end();
      cancelAnimationFrame(frame);
      scroller.removeEventListener("scroll", onScroll);
      resizing.disconnect();
      surface.dispose();
    },
  };
}

function isDrawnOtherwise(now: TextSessionState, before: TextSessionState): boolean {
  return (
    now.caret !== before.caret ||
    now.unit !== before.unit ||
    now.selection !== before.selection ||
    now.hover !== before.hover ||
    now.drag !== before.drag ||
    now.find !== before.find ||
    now.relating !== before.relating ||
    now.hidden !== before.hidden ||
    now.locked !== before.locked ||
    now.labels !== before.labels ||
    now.suggestions !== before.suggestions
  );
}

/** While painting, the range has the colour of the label that it will get. */
function setPaint({ session }: TextEditor, scroller: HTMLElement): void {
  const { isPainting, activeLabelId, labels } = session.getState();
  const color = isPainting && activeLabelId !== null ? labels.colorOf(activeLabelId) : "";
  scroller.style.setProperty("--tx-paint", color);
}

function setLook({ preferences }: TextEditor, scroller: HTMLElement): void {
  const { textSizePx, textFace, showLabelNames, showLineNumbers } = preferences.getState();
  const lineHeightPx = Math.round(textSizePx * (showLabelNames ? 2.4 : 1.9));
  scroller.style.setProperty("--tx-size", `${textSizePx}px`);
  scroller.style.setProperty("--tx-line", `${lineHeightPx}px`);
  scroller.style.setProperty("--tx-face", FACES[textFace]);
  scroller.toggleAttribute("data-numbers", showLineNumbers);
}
