"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "@/components/editor/copy-text";
import { EditorProvider } from "@/components/editor/editor-context";
import {
  type EditorPage as EditorPageContext,
  EditorPageProvider,
  type SidePanel,
} from "@/components/editor/editor-page-context";
import {
  createItemOpener,
  type ItemOpener,
  type OpenedItem,
  type OpenerState,
} from "@/components/editor/item-opener";
import { isGone } from "@/components/editor/item-source";
import { ItemView } from "@/components/editor/item-view";
import { useEditorMedia } from "@/components/editor/media/editor-media";
import { MediaOfKind } from "@/components/editor/media/media-kinds";
import { onceSent } from "@/components/editor/once-sent";
import { lockOf } from "@/components/editor/standing";
import { useLoss } from "@/components/editor/standing-store";
import { useProject } from "@/components/editor/use-project";
import { WaitingNotice } from "@/components/editor/waiting-notice";
import type { NothingReason } from "@/components/editor/work-queue";
import { AppFrame } from "@/components/shell/app-frame";
import { useOverlay } from "@/components/shell/command-registry";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { late } from "@/components/ui/late";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toast";
import type { ItemState } from "@/lib/annotation/item-state";
import type { ReadReason } from "@/lib/api/item-work";
import type { OpenItemData } from "@/lib/api/open-item";
import type { Project } from "@/lib/api/projects";
import { createClipboard } from "@/lib/editor/clipboard";
import type { EditorCommandContext } from "@/lib/editor/commands/context";
import { createPreferences } from "@/lib/editor/preferences";

const SkipDialog = late(() =>
  import("@/components/editor/skip-dialog").then((module) => module.SkipDialog),
);

type Props = {
  project: Project;
  userId: string;
  initial: OpenItemData;
  filter: string;
  annotationId: string | null;
  /** Items come one by one from the server, and not as they stand in the view. */
  isHandedOut: boolean;
};

/** The editor: opens the first item, then moves through the view that it was opened from. */
export function EditorPage(props: Props) {
  return (
    <AppFrame>
      <MediaOfKind kind={props.project.mediaKind}>
        <LoadedEditor {...props} />
      </MediaOfKind>
    </AppFrame>
  );
}

function LoadedEditor(props: Props) {
  const media = useEditorMedia();
  const { project, userId, initial, filter, isHandedOut } = props;
  const t = useTranslations("work.answer");
  const [opener, setOpener] = useState<ItemOpener | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the page makes one opener and keeps it.
  useEffect(() => {
    const created = createItemOpener(
      {
        userId,
        media: media.createOpener(),
        labels: project.labels,
        filter,
        answerTitle: t("layer"),
        queue: isHandedOut ? { projectId: project.id } : null,
        isReadOnly: project.role === "viewer",
        preferences: createPreferences(window.localStorage),
        clipboard: createClipboard(window.localStorage),
      },
      initial.item.id,
    );
    setOpener(created);
    void created.open(initial.item.id, initial);
    return () => created.dispose();
  }, []);

  return opener ? <OpenedEditor {...props} opener={opener} /> : <Opening />;
}

function OpenedEditor({
  opener,
  project: initialProject,
  filter,
  initial,
  annotationId,
  userId,
  isHandedOut,
}: Props & { opener: ItemOpener }) {
  const t = useTranslations("canvas");
  const router = useRouter();
  const state = useSyncExternalStore(opener.subscribe, opener.state, opener.state);
  const [sidePanel, setSidePanel] = useState<SidePanel>("annotations");
  const project = useProject(initialProject, state.opened);
  const projectPath = `/projects/${project.id}/items`;
  const leave = () => {
    if (isHandedOut) {
      router.push(`/projects/${project.id}/work`);
      return;
    }
    const place = placeOf(opener.state());
    router.push(`${projectPath}${filter ? `?${filter}` : ""}${place}`);
  };
  useLabels(opener, project.labels);
  useAnnotationLink(opener, initial.item.id, annotationId);
  useAddress(opener, projectPath, isHandedOut ? "queue=annotate" : filter);

  const { opened } = state;
  const nothing = useNothing(state);
  const [isSkipping, setIsSkipping] = useState(false);
  const { skipReasons } = project;
  const finish = useFinish(opener, project.isAnswerShown && project.role === "annotator");
  const skip = () => (skipReasons.length > 0 ? setIsSkipping(true) : finish("skipped"));
  const shell = useShell({ opener, leave, setSidePanel, finish, skip });
  if (state.error) {
    return (
      <ErrorState
        title={t("open.title")}
        description={
          isGone(state.error)
            ? t("open.gone")
            : state.error instanceof Error
              ? state.error.message
              : String(state.error)
        }
        action={
          <div className="flex gap-2">
            <Button onClick={() => void opener.reload()}>{t("open.retry")}</Button>
            <Button variant="secondary" onClick={leave}>
              {t("open.back")}
            </Button>
          </div>
        }
      />
    );
  }
  if (!opened) return <Opening />;
  const isOpening = state.itemId !== opened.data.item.id;
  const page: EditorPageContext = {
    project,
    userId,
    data: opened.data,
    saver: opened.saver,
    shell,
    filter,
    isHandedOut,
    nothing,
    sidePanel,
    setSidePanel,
    takeSuggestions: opened.takeSuggestions,
    // What is on its way takes the place of this item anyhow.
    reload: () => (isOpening ? undefined : void opener.reload()),
    lock: (reason) => (isOpening ? undefined : lockItem(opener, opened, reason)),
  };
  return (
    <EditorProvider editor={opened.editor}>
      <EditorPageProvider value={page}>
        <ItemView
          media={opened.media}
          isDurable={state.isDurable}
          isOpening={isOpening}
          waiting={
            state.waiting ? (
              <WaitingNotice
                reason={state.waiting}
                onTry={() => void opener.open(state.itemId)}
                onStay={opener.stay}
              />
            ) : null
          }
        />
        {isSkipping ? (
          <SkipDialog
            reasons={skipReasons}
            onClose={() => setIsSkipping(false)}
            onSkip={(reason) => {
              setIsSkipping(false);
              finish("skipped", reason);
            }}
          />
        ) : null}
      </EditorPageProvider>
    </EditorProvider>
  );
}

function Opening() {
  const t = useTranslations("canvas");
  return (
    <div className="grid h-full place-items-center bg-canvas">
      <Spinner aria-label={t("loading")} />
    </div>
  );
}

/** Where the items view was left, as the fragment of its address: it can begin there again. */
function placeOf({ itemId, opened }: OpenerState): string {
  const index = opened?.data.item.id === itemId ? opened.data.neighbours.index : null;
  return index === null ? `#item=${itemId}` : `#item=${itemId}&at=${index}`;
}

/** Opens the item again as one to look at, from what is known of it: the server may not show it any more. */
function lockItem(opener: ItemOpener, { data, saver }: OpenedItem, readReason: ReadReason): void {
  const work = { ...data.work, readReason, assignment: null };
  const layer = { ...data.layer, ...saver.confirmed() };
  void opener.open(data.item.id, { ...data, layer, work });
}

/** Why the queue had nothing more: said until another item is open, also when this one is loaded anew. */
function useNothing({ nothing, itemId }: OpenerState): NothingReason | null {
  const [said, setSaid] = useState<{ itemId: string; reason: NothingReason } | null>(null);
  if (nothing && (said?.itemId !== itemId || said.reason !== nothing)) {
    setSaid({ itemId, reason: nothing });
  }
  return said?.itemId === itemId ? said.reason : null;
}

type Step = (opener: ItemOpener, direction: "next" | "previous") => Promise<void>;

/** On to a neighbour, or a word that there is none. */
function useStep(): Step {
  const t = useTranslations("canvas");
  return async (opener, direction) => {
    if (await opener.step(direction)) return;
    toast(direction === "next" ? t("endReached") : t("startReached"));
  };
}

type Finish = (state: "submitted" | "skipped", note?: string) => void;

/** Gives the open item its state and goes on; where known answers are shown, after a look at one. */
function useFinish(opener: ItemOpener, hasAnswers: boolean): Finish {
  const step = useStep();
  const tellNotHandedIn = useTellNotHandedIn();
  async function goOn(state: "submitted" | "skipped"): Promise<void> {
    if (hasAnswers && state === "submitted" && (await opener.showAnswer())) return;
    await step(opener, "next");
  }
  return (state, note) => {
    const { opened } = opener.state();
    if (opened) tellNotHandedIn(opened, state);
    opened?.saver.setState(state, note);
    if (opened?.editor.preferences.getState().autoAdvance) void goOn(state);
  };
}

/** What comes too late for a place that somebody else has by now is kept and hands in nothing: one is told, wherever one is. */
function useTellNotHandedIn(): (opened: OpenedItem, state: ItemState) => void {
  const t = useTranslations("work.lost");
  return ({ data, saver }, wanted) => {
    onceSent(saver, ({ kind, itemState }) => {
      if (kind !== "saved" || itemState === wanted) return;
      toast.warning(t("notHandedIn", { name: data.item.name }), {
        description: t("notHandedInAbout"),
      });
    });
  };
}

/** What leads out of the canvas. An action that is not possible now is absent. */
function useShell(options: {
  opener: ItemOpener;
  leave(): void;
  setSidePanel(panel: SidePanel): void;
  finish: Finish;
  skip(): void;
}): EditorCommandContext["shell"] {
  const { opener, leave, setSidePanel, finish, skip } = options;
  const t = useTranslations("canvas");
  const step = useStep();
  const [, setOverlay] = useOverlay();
  const { opened, itemId } = opener.state();
  const isLost = lockOf(useLoss(opened?.data.item.id)) !== null;
  if (!opened) return { leave };
  const { editor, saver } = opened;
  // While the next item loads, the old one is still on screen: it must not be submitted again.
  const isOpening = opened.data.item.id !== itemId;

  function openPanel(panel: SidePanel): void {
    editor.preferences.setState({ isPanelOpen: true });
    setSidePanel(panel);
  }

  async function copyLink(): Promise<void> {
    const url = new URL(window.location.href);
    const [annotation] = editor.session.getState().selection;
    if (annotation) url.searchParams.set("annotation", annotation);
    toast((await copyText(url.href)) ? t("linkCopied") : url.href);
  }

  return {
    leave,
    nextItem: () => step(opener, "next"),
    previousItem: () => step(opener, "previous"),
    ...(editor.isReadOnly || isOpening || isLost
      ? {}
      : {
          submitAndNext: () => finish("submitted"),
          skip,
          nothingHere: () => finish("submitted"),
          save: () => saver.retry(),
        }),
    copyLink,
    palette: () => setOverlay("palette"),
    help: () => setOverlay("help"),
    guide: () => openPanel("guide"),
    history: () => openPanel("history"),
    search: () => {
      openPanel("annotations");
      requestAnimationFrame(() =>
        document.querySelector<HTMLInputElement>("[data-annotation-search]")?.focus(),
      );
    },
  };
}

/** Whoever changed the labels may have changed what bears them: that is read too. */
function useLabels(opener: ItemOpener, labels: Project["labels"]): void {
  const isFirst = useRef(true);
  useEffect(() => {
    opener.setLabels(labels);
    if (!isFirst.current) opener.state().opened?.saver.refresh();
    isFirst.current = false;
  }, [opener, labels]);
}

/** Selects and shows the annotation that the address names, once its item is open. */
function useAnnotationLink(opener: ItemOpener, itemId: string, annotationId: string | null): void {
  const isDone = useRef(annotationId === null);
  useEffect(() => {
    if (isDone.current || annotationId === null) return;
    const show = () => {
      const { opened } = opener.state();
      if (isDone.current || opened?.data.item.id !== itemId) return;
      if (!opened.editor.focus(annotationId)) {
        // It has no size on screen yet; look again when it has one.
        const end = opened.editor.session.subscribe(() => {
          end();
          show();
        });
        return;
      }
      isDone.current = true;
      opened.editor.select([annotationId]);
    };
    show();
    return opener.subscribe(show);
  }, [opener, itemId, annotationId]);
}

/** The address names the item; back and forward go through the items that were open. */
function useAddress(opener: ItemOpener, projectPath: string, filter: string): void {
  const prefix = useMemo(() => `${projectPath}/`, [projectPath]);
  useEffect(
    () =>
      opener.subscribe(() => {
        const path = `${prefix}${opener.state().itemId}`;
        if (window.location.pathname === path) return;
        window.history.pushState(null, "", filter ? `${path}?${filter}` : path);
      }),
    [opener, prefix, filter],
  );
  useEffect(() => {
    const onPopState = () => {
      const { pathname } = window.location;
      const id = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : "";
      if (id && id !== opener.state().itemId) void opener.open(id);
    };
    window.addEventListener("popstate", onPopState);
    return () => window.removeEventListener("popstate", onPopState);
  }, [opener, prefix]);
}
