"use client";

import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import type { Thread } from "@/lib/api/talk";
import { useEditor } from "../editor-context";
import { openThreads } from "./pin-numbers";
import { openStagePlaces, type StagePlaces, stageOf } from "./stage-places";
import { type Anchor, type Present, talkStore, useTalk } from "./talk-store";
import { useTalkActions } from "./use-talk-actions";

/** Pins of threads and marks of what others have in hand, above the stage. They follow it without rendering again. */
export function Pins({
  threads,
  others,
}: {
  threads: readonly Thread[];
  /** On this layer, with something selected. */
  others: readonly Present[];
}) {
  const t = useTranslations("talk");
  const actions = useTalkActions();
  const threadId = useTalk((state) => state.threadId);
  const draft = useTalk((state) => state.draft);
  const host = useRef<HTMLDivElement>(null);
  const anchors = useMemo(() => {
    const found = new Map<string, Anchor>();
    for (const thread of openThreads(threads)) found.set(`thread ${thread.id}`, thread);
    for (const { clientId, annotationId } of others) {
      found.set(`person ${clientId}`, { annotationId, point: null });
    }
    if (draft) found.set("draft", draft);
    return found;
  }, [threads, others, draft]);
  useFollow(host, anchors);
  usePlacing(host, actions.begin);
  return (
    <div ref={host} className="pointer-events-none absolute inset-0 overflow-hidden">
      {others.map(({ clientId, name }) => (
        <span
          key={clientId}
          data-anchor={`person ${clientId}`}
          data-sized
          className="invisible absolute top-0 left-0 rounded-sm border-2 border-info border-dashed"
        >
          <Avatar name={name} size="sm" className="absolute -top-2.5 -left-2.5 shadow-sm" />
        </span>
      ))}
      {openThreads(threads).map((thread, index) => (
        <button
          key={thread.id}
          type="button"
          data-anchor={`thread ${thread.id}`}
          aria-label={t("pin", {
            number: index + 1,
            text: thread.comments[0]?.body.slice(0, 80) ?? "",
          })}
          aria-pressed={thread.id === threadId}
          onClick={() => actions.open(thread)}
          style={{ ...PIN_STYLE, pointerEvents: "auto" }}
          className="invisible absolute top-0 left-0"
        >
          <PinShape isActive={thread.id === threadId} text={String(index + 1)} />
        </button>
      ))}
      {draft ? (
        <span data-anchor="draft" style={PIN_STYLE} className="invisible absolute top-0 left-0">
          <PinShape isActive text="+" />
        </span>
      ) : null}
      <PlacingHint />
    </div>
  );
}

const PIN_PX = 22;
/** It stands on its place. */
const PIN_STYLE: CSSProperties = { width: PIN_PX, height: PIN_PX, marginTop: -PIN_PX };

/** A drop whose tip is at the place. */
function PinShape({ isActive, text }: { isActive: boolean; text: string }) {
  return (
    <span
      data-numeric
      style={{ borderBottomLeftRadius: 0 }}
      className={cn(
        "grid size-full place-items-center rounded-full border font-semibold text-[11px] shadow-md",
        isActive
          ? "border-primary-foreground bg-primary text-primary-foreground"
          : "border-primary bg-card text-primary-text",
      )}
    >
      {text}
    </span>
  );
}

function PlacingHint() {
  const t = useTranslations("talk");
  const isPlacing = useTalk((state) => state.isPlacing);
  if (!isPlacing) return null;
  return (
    <p
      role="status"
      className="absolute inset-x-0 top-3 mx-auto w-fit rounded-md bg-popover px-3 py-1.5 text-popover-foreground text-sm shadow-lg"
    >
      {t("placing")}
    </p>
  );
}

/** Puts every element with a `data-anchor` where its anchor is, once a frame while the stage changes. */
function useFollow(
  host: { readonly current: HTMLDivElement | null },
  anchors: ReadonlyMap<string, Anchor>,
): void {
  const editor = useEditor();
  useEffect(() => {
    const element = host.current;
    const stage = element && stageOf(element);
    if (!element || !stage || anchors.size === 0) return;
    let places: StagePlaces | null = null;
    let frame = 0;
    let isGone = false;
    const follow = () => {
      frame = 0;
      if (places) putInPlace(element, { anchors, places });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(follow);
    };
    openStagePlaces(editor, element).then(
      (opened) => {
        places = opened;
        if (!isGone) soon();
      },
      // The panel shows them all the same.
      () => undefined,
    );
    const ends = [
      editor.session.subscribe(soon),
      editor.document.subscribe(soon),
      editor.preferences.subscribe(soon),
    ];
    const resizing = new ResizeObserver(soon);
    resizing.observe(element);
    // Of whatever scrolls within the stage, and of what is drawn into it as it does.
    stage.addEventListener("scroll", soon, { capture: true, passive: true });
    const drawing = new MutationObserver((changes) => {
      if (changes.some(({ target }) => !element.contains(target))) soon();
    });
    drawing.observe(stage, { childList: true, subtree: true });
    return () => {
      isGone = true;
      cancelAnimationFrame(frame);
      for (const end of ends) end();
      resizing.disconnect();
      drawing.disconnect();
      stage.removeEventListener("scroll", soon, { capture: true });
    };
  }, [editor, anchors, host]);
}

function putInPlace(
  element: HTMLElement,
  { anchors, places }: { anchors: ReadonlyMap<string, Anchor>; places: StagePlaces },
): void {
  const pins = [...element.querySelectorAll<HTMLElement>("[data-anchor]")];
  // All reading before all writing.
  const rects = pins.map((pin) => {
    const anchor = anchors.get(pin.dataset["anchor"] ?? "");
    return anchor ? places.rectOf(anchor) : null;
  });
  pins.forEach((pin, index) => {
    const rect = rects[index];
    pin.style.visibility = rect ? "visible" : "hidden";
    if (!rect) return;
    const isSized = pin.dataset["sized"] !== undefined;
    // Pins stand at the right upper corner, where no plate with a label is.
    const x = isSized ? rect.x : rect.x + rect.w;
    pin.style.transform = `translate(${Math.round(x)}px, ${Math.round(rect.y)}px)`;
    if (isSized) {
      pin.style.width = `${Math.round(rect.w)}px`;
      pin.style.height = `${Math.round(rect.h)}px`;
    }
  });
}

/** While a place is asked for, the next press on the stage gives it, and Esc lets it be. */
function usePlacing(
  host: { readonly current: HTMLDivElement | null },
  begin: (anchor: Anchor) => void,
): void {
  const editor = useEditor();
  const isPlacing = useTalk((state) => state.isPlacing);
  useEffect(() => {
    const element = host.current;
    const stage = element && stageOf(element);
    if (!isPlacing || !element || !stage) return;
    const scope = new AbortController();
    const { signal } = scope;
    const stop = () => talkStore.setState({ isPlacing: false });
    const swallow = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      swallow(event);
      const { clientX: x, clientY: y } = event;
      void openStagePlaces(editor, element).then((places) => {
        const point = places.pointAt({ x, y });
        if (point) begin({ annotationId: null, point });
        else stop();
      }, stop);
    };
    stage.addEventListener("pointerdown", onDown, { capture: true, signal });
    for (const name of ["mousedown", "click", "touchstart"]) {
      stage.addEventListener(name, swallow, { capture: true, signal });
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      swallow(event);
      stop();
    };
    window.addEventListener("keydown", onKey, { capture: true, signal });
    stage.style.cursor = "crosshair";
    return () => {
      scope.abort();
      stage.style.cursor = "";
    };
  }, [editor, isPlacing, begin, host]);
}
