"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { useLive } from "@/components/live/use-live";
import { useNotifications } from "@/components/notifications/use-notifications";
import { useCommands } from "@/components/shell/command-registry";
import { toast } from "@/components/ui/toast";
import { TALK_COMMANDS } from "@/lib/editor/commands/talk";
import { browserChannel, type Channel } from "@/lib/editor/saving/channel";
import { useEditor } from "../editor-context";
import { useEditorPage } from "../editor-page-context";
import { TAB_ID } from "../give-back";
import { useStanding } from "../use-standing";
import { stepThread } from "./pin-numbers";
import { Pins } from "./pins";
import { type Present, talkStore, useTalk } from "./talk-store";
import { useTalkActions } from "./use-talk-actions";
import { threadsKey, useThreads } from "./use-threads";

/** The others: who is here, what they do, what they say. Stands above the stage; loaded after the page. */
export function TalkHost() {
  const { data, userId } = useEditorPage();
  const itemId = data.item.id;
  const { threads } = useThreads();
  const here = useTalk((state) => state.people).filter(
    (person) => person.itemId === itemId && person.userId !== userId,
  );
  const { layerId } = data.layer;
  const others = useStable(
    here.filter((person) => person.layerId === layerId && person.annotationId !== null),
  );
  const beat = useStanding({ isWatched: here.length > 0 });
  useOthersWork(beat);
  useTwoOnOneLayer(here);
  useThreadCommands();
  useThreadLink(itemId);
  useReadThread();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is open and begun belongs to one item.
  useEffect(
    () => () => talkStore.setState({ threadId: null, draft: null, isPlacing: false }),
    [itemId],
  );
  return <Pins threads={threads} others={others} />;
}

/** The same array as long as nobody in it has changed. */
function useStable(people: readonly Present[]): readonly Present[] {
  const kept = useRef(people);
  const isSame = JSON.stringify(kept.current) === JSON.stringify(people);
  if (!isSame) kept.current = people;
  return kept.current;
}

/** What the server tells of others goes the way that news of other tabs go: whoever shows a layer reads what is new. */
function useOthersWork(beat: () => void): void {
  const { data, project, saver } = useEditorPage();
  const client = useQueryClient();
  const itemId = data.item.id;
  const channel = useRef<Channel>(null);
  useEffect(() => {
    const opened = browserChannel();
    channel.current = opened;
    return () => {
      channel.current = null;
      opened.close();
    };
  }, []);
  const isHearing = useRef(false);
  const kinds = ["layer", "item", "items", "work", "thread", "labels", "presence"] as const;
  useLive(project.id, kinds, (news) => {
    const askThreads = () => void client.invalidateQueries({ queryKey: threadsKey(itemId) });
    const askProject = () => void client.invalidateQueries({ queryKey: ["project", project.id] });
    switch (news.kind) {
      case "layer": {
        const { layerId, rev } = news;
        channel.current?.announce({ layerId, rev });
        return;
      }
      case "item":
        if (news.itemId !== itemId) return;
        // The layer may have told of it before; how the person stands to it by now is another matter.
        if (news.state !== saver.status().itemState) saver.refresh();
        beat();
        return;
      // Any item, perhaps this one.
      case "items":
      case "work":
        beat();
        return;
      case "thread":
        if (news.itemId === itemId) askThreads();
        return;
      case "labels":
        askProject();
        return;
      case "presence":
        talkStore.setState({ people: news.people.filter(({ clientId }) => clientId !== TAB_ID) });
        // The first thing that is told: the item was read long before.
        if (!isHearing.current) saver.refresh();
        isHearing.current = true;
        return;
      case "missed":
        beat();
        saver.refresh();
        askThreads();
        askProject();
        return;
    }
  });
}

/**
 * Said once for each who comes: both may work, and what they do is merged as the saving says. Who merely looks on is no
 * news; whoever can only look is told by the notice of that.
 */
function useTwoOnOneLayer(here: readonly Present[]): void {
  const t = useTranslations("talk");
  const editor = useEditor();
  const { layerId } = useEditorPage().data.layer;
  const told = useRef(new Set<string>());
  const met = here.filter((person) => person.layerId === layerId && person.mayWrite);
  useEffect(() => {
    if (editor.isReadOnly) return;
    for (const { userId, name } of met) {
      const key = `${layerId} ${userId}`;
      if (told.current.has(key)) continue;
      told.current.add(key);
      toast(t("together", { name }), { description: t("togetherAbout"), id: `together ${userId}` });
    }
  }, [met, layerId, editor, t]);
}

function useThreadCommands(): void {
  const { threads } = useThreads();
  const actions = useTalkActions();
  const threadId = useTalk((state) => state.threadId);
  const [next, previous] = useMemo(
    () => [stepThread(threads, threadId, 1), stepThread(threads, threadId, -1)],
    [threads, threadId],
  );
  useCommands(TALK_COMMANDS, {
    comment: actions.mayWrite ? actions.beginHere : null,
    nextThread: next && (() => actions.open(next)),
    previousThread: previous && (() => actions.open(previous)),
    showComments: actions.showPanel,
  });
}

/** Who looks at a thread need not be told of it any more. */
function useReadThread(): void {
  const { project } = useEditorPage();
  const { notifications, read } = useNotifications(project.id);
  const threadId = useTalk((state) => state.threadId);
  const tried = useRef(new Set<string>());
  const unread = notifications.filter((one) => one.readAt === null && one.threadId === threadId);
  useEffect(() => {
    // Once each: what the server refuses would be tried for ever.
    const ids = unread.map(({ id }) => id).filter((id) => !tried.current.has(id));
    if (threadId === null || ids.length === 0) return;
    for (const id of ids) tried.current.add(id);
    read(ids);
  }, [unread, threadId, read]);
}

/** The address may name a thread: a notification leads to it. */
function useThreadLink(itemId: string): void {
  const { threads } = useThreads();
  const actions = useTalkActions();
  const wanted = useRef<{ itemId: string; threadId: string | null } | null>(null);
  wanted.current ??= {
    itemId,
    threadId: new URLSearchParams(window.location.search).get("thread"),
  };
  useEffect(() => {
    const { current } = wanted;
    if (!current || current.itemId !== itemId || current.threadId === null) return;
    const thread = threads.find(({ id }) => id === current.threadId);
    if (!thread) return;
    current.threadId = null;
    actions.open(thread);
  }, [threads, actions, itemId]);
}
