"use client";

import { ArrowRight, FolderPlus, Images, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";

/** Before there is any project: two ways in, the quickest first. */
export function FirstVisit({
  isDemoPending,
  onDemo,
  onCreate,
}: {
  isDemoPending: boolean;
  onDemo: () => void;
  onCreate: () => void;
}) {
  const t = useTranslations("projects");
  return (
    <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-center px-6 py-12">
      <h1 className="font-semibold text-2xl tracking-tight">{t("first.title")}</h1>
      <p className="mt-2 max-w-[60ch] text-base text-muted-foreground">{t("first.description")}</p>
      <div className="mt-8 grid gap-4 sm:grid-cols-2">
        <Way
          icon={Images}
          title={t("demo.open")}
          description={isDemoPending ? t("demo.pendingLong") : t("first.demo")}
          isPending={isDemoPending}
          isMain
          onClick={onDemo}
        />
        <Way
          icon={FolderPlus}
          title={t("new.open")}
          description={t("first.new")}
          shortcut="n"
          onClick={onCreate}
        />
      </div>
      <p className="mt-6 text-muted-foreground text-xs">{t("first.private")}</p>
    </div>
  );
}

function Way({
  icon: Icon,
  title,
  description,
  shortcut,
  isMain = false,
  isPending = false,
  onClick,
}: {
  icon: LucideIcon;
  title: string;
  description: string;
  shortcut?: string;
  isMain?: boolean;
  isPending?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-busy={isPending || undefined}
      onClick={onClick}
      className={cn(
        "group flex min-h-44 flex-col rounded-lg border bg-card p-5 text-left text-card-foreground transition-colors duration-150 hover:border-primary",
        isMain ? "border-primary" : "border-border-strong",
      )}
    >
      <span
        aria-hidden="true"
        className={cn(
          "flex size-10 items-center justify-center rounded-lg",
          isMain ? "bg-primary text-primary-foreground" : "bg-secondary text-muted-foreground",
        )}
      >
        {isPending ? <Spinner className="size-5" /> : <Icon className="size-5" />}
      </span>
      <span className="mt-4 flex items-center gap-2 font-semibold text-lg">
        {title}
        {shortcut === undefined ? null : <Kbd shortcut={shortcut} />}
        <ArrowRight
          aria-hidden="true"
          className="ml-auto size-4 text-muted-foreground transition-transform duration-150 group-hover:translate-x-0.5"
        />
      </span>
      <span className="mt-1 text-muted-foreground">{description}</span>
    </button>
  );
}
