"use client";

import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { overlayClasses } from "@/components/ui/dialog";
import { Label } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/**
 * For what cannot be undone. With `confirmText` the person types that text before the
 * button works. The dialog stays open while `onConfirm` runs and after it throws.
 */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  confirmText,
  children,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  confirmLabel: string;
  confirmText?: string | undefined;
  children?: ReactNode;
  onConfirm: () => void | Promise<void>;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          data-slot="confirm-dialog"
          className="fixed inset-x-4 top-[18vh] z-50 mx-auto max-w-md animate-in rounded-lg bg-popover p-5 text-popover-foreground shadow-lg outline-none"
        >
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          <Radix.Description className="mt-1 text-muted-foreground">
            {description}
          </Radix.Description>
          {children}
          <ConfirmForm
            confirmLabel={confirmLabel}
            confirmText={confirmText}
            onConfirm={onConfirm}
            onDone={() => onOpenChange(false)}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function ConfirmForm({
  confirmLabel,
  confirmText,
  onConfirm,
  onDone,
}: {
  confirmLabel: string;
  confirmText: string | undefined;
  onConfirm: () => void | Promise<void>;
  onDone: () => void;
}) {
  const t = useTranslations("ui");
  const id = useId();
  const [typed, setTyped] = useState("");
  const [isPending, setIsPending] = useState(false);
  const isReady = confirmText === undefined || typed.trim() === confirmText;

  async function confirm() {
    setIsPending(true);
    try {
      await onConfirm();
      onDone();
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isPending) void confirm();
      }}
    >
      {confirmText === undefined ? null : (
        <div className="mt-4 grid gap-1.5">
          <Label htmlFor={id} className="font-normal text-muted-foreground">
            {t.rich("typeToConfirm", {
              text: confirmText,
              strong: (chunks) => <strong className="select-text text-foreground">{chunks}</strong>,
            })}
          </Label>
          <Input
            id={id}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Radix.Cancel asChild>
          <Button>{t("cancel")}</Button>
        </Radix.Cancel>
        <Button type="submit" variant="danger" disabled={!isReady} isPending={isPending}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
