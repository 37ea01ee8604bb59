"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";

/** Longest reason that the server takes. */
const MAX_REASON = 500;

/** Asks why an item is skipped: a reason of the project by its place (1 to 9) or a press, or one's own words. */
export function SkipDialog({
  reasons,
  onSkip,
  onClose,
}: {
  reasons: readonly string[];
  onSkip(reason: string): void;
  onClose(): void;
}) {
  const t = useTranslations("work.skip");
  const id = useId();
  const [own, setOwn] = useState("");

  function onKeyDown(event: KeyboardEvent): void {
    const isWriting = event.target instanceof HTMLInputElement && own !== "";
    const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
    if (reason === undefined || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onSkip(reason);
  }

  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent title={t("title")} size="sm" onKeyDown={onKeyDown}>
        <ul className="grid grid-cols-1 gap-1">
          {reasons.map((reason, index) => (
            <li key={reason}>
              <Button
                variant="ghost"
                className="h-auto min-h-8 w-full justify-start whitespace-normal py-1.5 text-left"
                onClick={() => onSkip(reason)}
              >
                <span className="min-w-0 break-words">{reason}</span>
                {index < 9 ? <Kbd shortcut={String(index + 1)} className="ml-auto" /> : null}
              </Button>
            </li>
          ))}
        </ul>
        <form
          noValidate
          className="mt-3 flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (own.trim() !== "") onSkip(own.trim());
          }}
        >
          <div className="grid flex-1 gap-1.5">
            <label htmlFor={id} className="font-medium">
              {t("other")}
            </label>
            <Input
              id={id}
              maxLength={MAX_REASON}
              value={own}
              onChange={(event) => setOwn(event.target.value)}
            />
          </div>
          <Button type="submit" variant="primary" disabled={own.trim() === ""}>
            {t("submit")}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
