"use client";

import { MessageSquare, MessageSquarePlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { v7 } from "uuid";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import type { Person } from "@/lib/api/talk";
import { useEditorPage } from "../editor-page-context";
import { CommentComposer } from "./comment-composer";
import { mentionedIn } from "./mentions";
import { numbersOf } from "./pin-numbers";
import { type Anchor, talkStore, useTalk } from "./talk-store";
import { AnchorName, isTaken, ThreadCard } from "./thread-card";
import { useTalkActions } from "./use-talk-actions";
import { useTalkWrites, useThreads } from "./use-threads";

/** What people say of this item, beside it. */
export function CommentsPanel() {
  const t = useTranslations("talk");
  const errorMessage = useErrorMessage();
  const { project, userId } = useEditorPage();
  const { threads, people, isPending, error, retry } = useThreads();
  const writes = useTalkWrites();
  const actions = useTalkActions();
  const threadId = useTalk((state) => state.threadId);
  const draft = useTalk((state) => state.draft);
  const showsResolved = useTalk((state) => state.showsResolved);
  const numbers = numbersOf(threads);
  const shown = threads.filter(
    ({ id, resolvedAt }) => showsResolved || resolvedAt === null || id === threadId,
  );
  const resolvedCount = threads.length - numbers.size;

  if (isPending) {
    return (
      <div className="grid gap-2 p-2">
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} className="h-20" />
        ))}
      </div>
    );
  }
  if (error !== null) {
    return (
      <ErrorState
        title={t("failed")}
        description={errorMessage(error)}
        action={<Button onClick={retry}>{t("retry")}</Button>}
      />
    );
  }
  return (
    <div className="grid gap-2 p-2">
      {actions.mayWrite ? (
        <div className="flex flex-wrap items-center gap-1.5">
          <Button size="sm" icon={<MessageSquarePlus />} onClick={actions.beginHere}>
            {t("new")}
          </Button>
          <Button size="sm" variant="ghost" onClick={actions.beginWhole}>
            {t("newWhole")}
          </Button>
        </div>
      ) : null}
      {draft ? <Draft anchor={draft} people={people} writes={writes} /> : null}
      {shown.length === 0 && !draft ? (
        <EmptyState icon={<MessageSquare />} title={t("empty")} description={t("emptyAbout")} />
      ) : (
        <ol aria-label={t("title")} className="grid gap-2">
          {shown.map((thread) => (
            <ThreadCard
              key={thread.id}
              thread={thread}
              number={numbers.get(thread.id) ?? null}
              people={people}
              userId={userId}
              mayWrite={actions.mayWrite}
              isManager={project.role === "manager"}
              isOpen={thread.id === threadId}
              writes={writes}
            />
          ))}
        </ol>
      )}
      {resolvedCount === 0 ? null : (
        // biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside
        <label className="flex items-center gap-2 py-1 text-muted-foreground text-xs">
          <Switch
            checked={showsResolved}
            onCheckedChange={(checked) => talkStore.setState({ showsResolved: checked })}
          />
          {t("showResolved", { count: resolvedCount })}
        </label>
      )}
    </div>
  );
}

function Draft({
  anchor,
  people,
  writes,
}: {
  anchor: Anchor;
  people: readonly Person[];
  writes: ReturnType<typeof useTalkWrites>;
}) {
  const t = useTranslations("talk");
  const { layer } = useEditorPage().data;
  const cancel = () => talkStore.setState({ draft: null });
  return (
    <div className="grid gap-2 rounded-lg border border-primary p-2">
      <p className="text-muted-foreground text-xs">
        <AnchorName anchor={anchor} />
      </p>
      <CommentComposer
        key={`${anchor.annotationId} ${anchor.point?.x} ${anchor.point?.y}`}
        label={t("write")}
        people={people}
        sendLabel={t("send")}
        isFocused
        isPending={writes.isPending}
        onCancel={cancel}
        onSend={async (body) => {
          const id = v7();
          const comment = { id: v7(), body, mentions: mentionedIn(body, people) };
          const thread = { id, layerId: layer.layerId, ...anchor, comment };
          const isDone = await isTaken(writes, { kind: "begin", thread });
          if (isDone) talkStore.setState({ draft: null, threadId: id });
          return isDone;
        }}
      />
    </div>
  );
}
