"use client";

import { MessageSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { Bell } from "@/components/notifications/bell";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { useAnnotations } from "../editor-context";
import { useEditorPage } from "../editor-page-context";
import { useLabelLook } from "../use-label-look";
import { openThreads } from "./pin-numbers";
import { type Present, useTalk } from "./talk-store";
import { useTalkActions } from "./use-talk-actions";
import { useThreads } from "./use-threads";

const SHOWN = 4;

/** In the bar of the editor: who is here, how many comments are open, what one was told. */
export function TalkBar() {
  const t = useTranslations("talk");
  const { project } = useEditorPage();
  const { threads } = useThreads();
  const { showPanel } = useTalkActions();
  const count = openThreads(threads).length;
  return (
    <>
      <OthersHere />
      {count === 0 ? null : (
        <Tooltip content={t("openCount", { count })}>
          <Button
            variant="ghost"
            className="px-1.5"
            icon={<MessageSquare aria-hidden="true" />}
            aria-label={t("openCount", { count })}
            onClick={showPanel}
          >
            <span data-numeric aria-hidden="true">
              {count}
            </span>
          </Button>
        </Tooltip>
      )}
      <Bell projectId={project.id} isInEditor />
    </>
  );
}

/** Who else has the item open, and what they have in hand. */
export function OthersHere() {
  const t = useTranslations("talk");
  const { data, userId } = useEditorPage();
  const itemId = data.item.id;
  const people = useTalk((state) => state.people).filter(
    (person) => person.itemId === itemId && person.userId !== userId,
  );
  // One person may have several tabs: of these the one that they work in.
  const byWork = people.toSorted((a, b) => Number(a.mayWrite) - Number(b.mayWrite));
  const once = [...new Map(byWork.map((person) => [person.userId, person])).values()];
  if (once.length === 0) return null;
  return (
    <ul aria-label={t("here")} className="mr-1 flex pl-1">
      {once.slice(0, SHOWN).map((person) => (
        <li key={person.userId} className="-ml-1 flex">
          <Here person={person} />
        </li>
      ))}
      {once.length > SHOWN ? (
        <li className="pl-1 text-muted-foreground text-xs" data-numeric>
          +{once.length - SHOWN}
        </li>
      ) : null}
    </ul>
  );
}

function Here({ person }: { person: Present }) {
  const t = useTranslations("talk");
  const { layerId } = useEditorPage().data.layer;
  const annotations = useAnnotations();
  const lookOf = useLabelLook();
  const isSame = person.layerId === layerId;
  const annotation = isSame && person.annotationId ? annotations.get(person.annotationId) : null;
  const text = annotation
    ? t("isAt", { name: person.name, label: lookOf(annotation.labelId).name })
    : isSame
      ? t(person.mayWrite ? "isHere" : "isLooking", { name: person.name })
      : t("isBeside", { name: person.name });
  // Who may change what is seen here stands out from who looks on.
  const outline = isSame && person.mayWrite ? "outline-primary" : "outline-card";
  return (
    <Tooltip content={text}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip says where the person is. */}
      <span tabIndex={0} className={cn("inline-flex rounded-full outline-2", outline)}>
        <Avatar name={person.name} size="md" aria-label={text} />
      </span>
    </Tooltip>
  );
}
