"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useStore } from "zustand";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import type { Conflict, Resolution } from "@/lib/editor/saving/lane";
import { conflictDialog } from "./conflict-dialog-store";
import { ConflictSide } from "./conflict-side";
import { useEditorPage, useSaveStatus } from "./editor-page-context";
import { useMediaView } from "./media/editor-media";

const CHOICES: readonly Resolution[] = ["mine", "theirs", "both"];
/** Keys while the dialog is open, for the first of the conflicts. */
const KEYS: Readonly<Record<Resolution, string>> = { mine: "m", theirs: "t", both: "b" };

/**
 * Annotations that two people changed at once, both versions side by side. Until one is chosen both
 * are kept: closing decides nothing.
 */
export function ConflictDialog() {
  const t = useTranslations("editor.conflict");
  const conflicts = useSaveStatus((status) => status.conflicts);
  const { saver } = useEditorPage();
  const isOpen = useStore(conflictDialog, (state) => state.isOpen);
  const count = conflicts.length;
  const close = () => conflictDialog.setState({ isOpen: false });
  useEffect(() => {
    if (count === 0) conflictDialog.setState({ isOpen: false });
  }, [count]);
  const [first] = conflicts;

  return (
    <Dialog open={isOpen && count > 0} onOpenChange={(next) => !next && close()}>
      <DialogContent
        size="lg"
        title={t("title", { count })}
        description={t("about")}
        // On the dialog as a whole, where the keys below are heard and Enter decides nothing.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
        onKeyDown={(event) => {
          const choice = CHOICES.find((candidate) => KEYS[candidate] === event.key.toLowerCase());
          if (!choice || !first || event.ctrlKey || event.metaKey || event.altKey) return;
          if (choice === "both" && !canKeepBoth(first)) return;
          event.preventDefault();
          saver.resolve(first.id, choice);
        }}
        footer={
          <>
            {count > 1 ? (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own box
              <div
                role="group"
                aria-label={t("forAll")}
                className="mr-auto flex items-center gap-2"
              >
                <span className="text-muted-foreground">{t("forAll")}</span>
                {CHOICES.map((choice) => (
                  <Button
                    key={choice}
                    size="sm"
                    onClick={() => {
                      for (const conflict of conflicts) {
                        // Where one side deleted it, "both" is the one that is left.
                        const isPossible = choice !== "both" || canKeepBoth(conflict);
                        saver.resolve(
                          conflict.id,
                          isPossible ? choice : conflict.mine ? "mine" : "theirs",
                        );
                      }
                    }}
                  >
                    {t(`all.${choice}`)}
                  </Button>
                ))}
              </div>
            ) : null}
            <Button onClick={close}>{t("later")}</Button>
          </>
        }
      >
        <ul className="grid gap-3">
          {conflicts.map((conflict, index) => (
            <ConflictCard
              key={conflict.id}
              conflict={conflict}
              hasKeys={index === 0}
              onChoose={(choice) => saver.resolve(conflict.id, choice)}
            />
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

/** Two that both exist; of a deletion and a change only one can be kept. */
function canKeepBoth({ mine, theirs }: Conflict): boolean {
  return mine !== null && theirs !== null;
}

function ConflictCard({
  conflict,
  hasKeys,
  onChoose,
}: {
  conflict: Conflict;
  hasKeys: boolean;
  onChoose: (choice: Resolution) => void;
}) {
  const t = useTranslations("editor.conflict");
  const { ConflictPicture, isConflictWide = false } = useMediaView();
  const { mine, theirs } = conflict;
  return (
    <li
      className={cn(
        "grid gap-4 rounded-lg border p-3",
        isConflictWide || "grid-cols-[10rem_minmax(0,1fr)]",
      )}
    >
      <ConflictPicture conflict={conflict} />
      <div className="grid content-between gap-3">
        <div className="grid grid-cols-2 gap-4">
          <ConflictSide title={t("mine")} version={mine} other={theirs} line="solid" />
          <ConflictSide title={t("theirs")} version={theirs} other={mine} line="dashed" />
        </div>
        <div className="flex flex-wrap gap-2">
          {CHOICES.map((choice) =>
            choice === "both" && !canKeepBoth(conflict) ? null : (
              <Button
                key={choice}
                size="sm"
                variant={choice === "mine" ? "primary" : "secondary"}
                onClick={() => onChoose(choice)}
              >
                {t(`keep.${choice}`)}
                {hasKeys ? <Kbd shortcut={KEYS[choice]} /> : null}
              </Button>
            ),
          )}
        </div>
      </div>
    </li>
  );
}
