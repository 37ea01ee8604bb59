"use client";

import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { notAfter } from "@/components/ui/not-after";
import type { Activity } from "@/lib/api/statistics";

const CAUSES = ["import", "model", "merge", "label", "restore", "review"] as const;

/** What happened last: who, what, on which item, when. */
export function ActivityList({
  projectId,
  activity,
}: {
  projectId: string;
  activity: readonly Activity[];
}) {
  const t = useTranslations("statistics.activity");
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  return (
    <section aria-label={t("title")} className="flex min-h-0 flex-col gap-2">
      <h2 className="flex min-h-7 items-center font-medium text-sm">{t("title")}</h2>
      {activity.length === 0 ? (
        <p className="flex h-40 items-center justify-center rounded-md border border-dashed px-4 text-center text-muted-foreground">
          {t("empty")}
        </p>
      ) : (
        <ul className="grid max-h-72 grid-cols-[minmax(0,1fr)] content-start gap-1 overflow-y-auto">
          {activity.map(({ itemId, itemName, at, person, cause, state }) => {
            const known = CAUSES.find((each) => each === cause);
            const what = state ?? known ?? "edit";
            return (
              <li key={itemId} className="flex items-center gap-2 text-sm">
                {person ? (
                  <Avatar name={person.name} size="sm" aria-hidden="true" />
                ) : (
                  <span className="size-5 shrink-0 rounded-full bg-secondary" />
                )}
                <span className="flex min-w-0 flex-1 gap-1">
                  <span className="min-w-12 truncate font-medium" title={person?.name}>
                    {person?.name ?? t("somebody")}
                  </span>
                  <span className="shrink-0 text-muted-foreground">{t(`did.${what}`)}</span>
                  <Link
                    href={`/projects/${projectId}/items/${itemId}`}
                    prefetch={false}
                    className="min-w-24 flex-1 text-primary-text underline decoration-border-strong underline-offset-4 hover:decoration-current"
                  >
                    <MiddleTruncate text={itemName.split("/").at(-1) ?? itemName} />
                  </Link>
                </span>
                <time
                  className="shrink-0 text-muted-foreground text-xs"
                  dateTime={new Date(at).toISOString()}
                  suppressHydrationWarning
                >
                  {format.relativeTime(notAfter(at, now), now)}
                </time>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
