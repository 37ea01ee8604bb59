"use client";

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useRef,
} from "react";
import { useTranslations } from "use-intl";
import { late } from "@/components/ui/late";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { AnnotationList } from "./annotation-list";
import { useEditor, usePreferences } from "./editor-context";
import { FIRST_PANEL, SIDE_PANELS, useEditorPage } from "./editor-page-context";
import { Inspector } from "./inspector";
import { LabelPanel } from "./label-panel";
import { useMediaView } from "./media/editor-media";
import { useSettled } from "./suggestions/use-settled";

const SuggestionsPanel = late(() =>
  import("./suggestions/suggestions-panel").then((module) => module.SuggestionsPanel),
);
const CommentsPanel = late(() =>
  import("./talk/comments-panel").then((module) => module.CommentsPanel),
);
const loadGuide = () => import("./guide-panel").then((module) => module.GuidePanel);
const loadHistory = () => import("./history-panel").then((module) => module.HistoryPanel);
const GuidePanel = late(loadGuide);
const HistoryPanel = late(loadHistory);

const MIN_WIDTH_PX = 220;
const MAX_WIDTH_PX = 560;
const STEP_PX = 16;
/** Room for the names of all tabs where a page adds one, in Spanish too. */
const FIVE_TABS_PX = 348;

/** A panel of the page that the editor is on, in front of the editor's own. */
export type FirstPanel = { title: string; content: ReactNode };

/** Labels and annotations, the guide, or the history, at the right; closed by its command. */
export function SidePanel({ first }: { first?: FirstPanel | undefined }) {
  const t = useTranslations("editor.panel");
  const isOpen = usePreferences((state) => state.isPanelOpen);
  const widthPx = usePreferences((state) => state.panelWidthPx);
  // What is labelled is on screen first: these are many parts.
  const isDue = useDeferredValue(true, false);
  if (!isOpen) return null;
  return (
    <aside
      aria-label={t("title")}
      className="relative flex min-h-0 shrink-0 border-l bg-card"
      style={{ width: Math.max(clampWidth(widthPx), first ? FIVE_TABS_PX : 0) }}
    >
      <Divider />
      {isDue ? <Panels first={first} /> : null}
    </aside>
  );
}

function Panels({ first }: { first: FirstPanel | undefined }) {
  const t = useTranslations("editor.panel");
  const { item } = useEditor();
  const { Answers } = useMediaView();
  const { sidePanel, setSidePanel } = useEditorPage();
  const isSettled = useSettled();
  // Read before they are asked for, so that they are there without a network too.
  useEffect(() => {
    if (isSettled) void Promise.allSettled([loadGuide(), loadHistory()]);
  }, [isSettled]);
  return (
    <Tabs
      value={sidePanel === FIRST_PANEL && !first ? SIDE_PANELS[0] : sidePanel}
      onValueChange={(value) => {
        const panel = ([FIRST_PANEL, ...SIDE_PANELS] as const).find(
          (candidate) => candidate === value,
        );
        if (panel) setSidePanel(panel);
      }}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <TabsList className="shrink-0 gap-2 overflow-x-auto px-2 [scrollbar-width:none]">
        {first ? (
          <TabsTrigger value={FIRST_PANEL} className="px-0">
            {first.title}
          </TabsTrigger>
        ) : null}
        {SIDE_PANELS.map((panel) => (
          <TabsTrigger key={panel} value={panel} className="px-0">
            {t(panel)}
          </TabsTrigger>
        ))}
      </TabsList>
      {first ? (
        <TabsContent value={FIRST_PANEL} className="flex min-h-0 flex-1 flex-col pt-0">
          {first.content}
        </TabsContent>
      ) : null}
      <TabsContent value="annotations" className="flex min-h-0 flex-1 flex-col pt-2">
        <LabelPanel className="max-h-[32dvh]" />
        {Answers ? <Answers key={item.id} className="mt-2 max-h-[32dvh] border-t pt-2" /> : null}
        <div className="mx-2 my-2 border-t" />
        <AnnotationList className="min-h-44 flex-1" />
        {isSettled ? <SuggestionsPanel className="max-h-[38dvh] min-h-20" /> : null}
        <Inspector />
      </TabsContent>
      <TabsContent value="guide" className="min-h-0 flex-1 overflow-y-auto pt-0">
        <GuidePanel />
      </TabsContent>
      <TabsContent value="comments" className="min-h-0 flex-1 overflow-y-auto pt-0">
        <CommentsPanel />
      </TabsContent>
      <TabsContent value="history" className="min-h-0 flex-1 overflow-y-auto pt-0">
        <HistoryPanel />
      </TabsContent>
    </Tabs>
  );
}

/** Drawn to and fro, or moved by the arrow keys; the width is the person's for all items. */
function Divider() {
  const t = useTranslations("ui");
  const { preferences } = useEditor();
  const widthPx = clampWidth(usePreferences((state) => state.panelWidthPx));
  const drag = useRef<{ startX: number; startWidthPx: number } | null>(null);
  const setWidth = (next: number) => preferences.setState({ panelWidthPx: clampWidth(next) });

  function onPointerMove(event: PointerEvent) {
    if (drag.current) setWidth(drag.current.startWidthPx + drag.current.startX - event.clientX);
  }

  function onKeyDown(event: KeyboardEvent) {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: widthPx + STEP_PX,
      ArrowRight: widthPx - STEP_PX,
      Home: MIN_WIDTH_PX,
      End: MAX_WIDTH_PX,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    setWidth(target);
  }

  const endDrag = () => {
    drag.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot have a value and be dragged
    <div
      role="separator"
      tabIndex={0}
      aria-label={t("resize")}
      aria-orientation="vertical"
      aria-valuenow={widthPx}
      aria-valuemin={MIN_WIDTH_PX}
      aria-valuemax={MAX_WIDTH_PX}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-[3px] after:w-0.5 hover:after:bg-primary focus-visible:outline-none focus-visible:after:bg-primary"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { startX: event.clientX, startWidthPx: widthPx };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onKeyDown={onKeyDown}
    />
  );
}

function clampWidth(widthPx: number): number {
  return Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, Math.round(widthPx)));
}
