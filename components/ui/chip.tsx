"use client";

import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";

/** A condition in force, which the cross takes away. `name` says which to screen readers. */
export function Chip({
  name,
  icon,
  onRemove,
  className,
  children,
  ...props
}: ComponentProps<"span"> & { name: string; icon?: ReactNode; onRemove?: () => void }) {
  const t = useTranslations("ui");
  return (
    <span
      data-slot="chip"
      className={cn(
        "inline-flex h-7 max-w-72 items-center gap-1.5 rounded-md border border-border-strong bg-card pl-2 text-xs",
        onRemove === undefined && "pr-2",
        className,
      )}
      {...props}
    >
      {icon}
      <span className="truncate">{children ?? name}</span>
      {onRemove === undefined ? null : (
        <button
          type="button"
          aria-label={t("remove", { name })}
          onClick={onRemove}
          className="flex size-6 items-center justify-center rounded-sm text-muted-foreground hover:bg-accent hover:text-accent-foreground"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      )}
    </span>
  );
}
