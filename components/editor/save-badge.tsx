"use client";

import {
  Check,
  CircleAlert,
  CloudOff,
  GitMerge,
  LogIn,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";
import type { SaveKind } from "@/lib/editor/saving/status";
import { openConflictDialog } from "./conflict-dialog-store";
import { useSaveStatus } from "./editor-page-context";
import { SaveDetails } from "./save-details";

/** "Saving" is said at once and "saved" only after so long without work: true, and no flicker. */
const SETTLED_MS = 600;

const LOOKS: Readonly<Record<Exclude<SaveKind, "saving">, { icon: LucideIcon; classes: string }>> =
  {
    saved: { icon: Check, classes: "text-muted-foreground" },
    offline: { icon: CloudOff, classes: "bg-warning-soft text-warning-foreground" },
    conflict: { icon: GitMerge, classes: "bg-warning-soft text-warning-foreground" },
    "signed-out": { icon: LogIn, classes: "bg-danger-soft text-danger-foreground" },
    refused: { icon: CircleAlert, classes: "bg-danger-soft text-danger-foreground" },
    outdated: { icon: RefreshCw, classes: "bg-danger-soft text-danger-foreground" },
  };

/** What has become of the person's work; pressed, why and what can be done about it. */
export function SaveBadge() {
  const t = useTranslations("editor.save");
  const status = useSaveStatus((whole) => whole);
  const kind = useSettledKind(status.kind);
  const [isOpen, setIsOpen] = useState(false);
  const count = kind === "conflict" ? status.conflicts.length : status.waiting;
  const text = t(`kind.${kind}`, { count });
  const [announced, setAnnounced] = useState(text);
  useEffect(() => {
    // Every stroke is saved: saying so each time would talk over everything else.
    if (kind !== "saving") setAnnounced(text);
  }, [kind, text]);
  const badge = (
    <button
      type="button"
      className={cn(
        "flex h-6 min-w-20 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-1.5 font-medium text-xs transition-colors duration-150 hover:bg-accent hover:text-accent-foreground [&_svg]:size-3.5",
        kind === "saving" ? "text-muted-foreground" : LOOKS[kind].classes,
      )}
      {...(kind === "conflict" ? { onClick: openConflictDialog } : {})}
    >
      <BadgeIcon kind={kind} />
      {text}
      {status.isDurable ? null : (
        <TriangleAlert role="img" aria-label={t("notDurableShort")} className="text-warning" />
      )}
    </button>
  );
  return (
    <>
      <span role="status" aria-live="polite" className="sr-only">
        {announced}
      </span>
      {kind === "conflict" ? (
        badge
      ) : (
        <Popover open={isOpen} onOpenChange={setIsOpen}>
          <PopoverTrigger asChild>{badge}</PopoverTrigger>
          <PopoverContent aria-label={t("title")} className="grid w-80 gap-3">
            <SaveDetails kind={kind} status={status} onDone={() => setIsOpen(false)} />
          </PopoverContent>
        </Popover>
      )}
    </>
  );
}

function BadgeIcon({ kind }: { kind: SaveKind }) {
  if (kind === "saving") return <Spinner />;
  const { icon: Icon } = LOOKS[kind];
  return <Icon aria-hidden="true" />;
}

/** The kind, except that "saved" waits until it has held for a while. */
function useSettledKind(kind: SaveKind): SaveKind {
  const [settled, setSettled] = useState(kind);
  useEffect(() => {
    if (kind !== "saved") {
      setSettled(kind);
      return;
    }
    const timer = setTimeout(() => setSettled("saved"), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [kind]);
  if (kind !== "saved") return kind;
  return settled === "saved" ? "saved" : "saving";
}
