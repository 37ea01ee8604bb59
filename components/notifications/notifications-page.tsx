"use client";

import { Bell, CheckCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { SectionHeader } from "@/components/settings/section-header";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { NotificationRow } from "./notification-row";
import { useNotifications } from "./use-notifications";

/** All that one was told, newest first. */
export function NotificationsPage() {
  const t = useTranslations("talk");
  const errorMessage = useErrorMessage();
  const news = useNotifications(null);
  return (
    <div className="mx-auto max-w-3xl px-6 pt-6 pb-16">
      <SectionHeader
        title={t("notifications")}
        actions={
          <Button icon={<CheckCheck />} disabled={news.unread === 0} onClick={news.readAll}>
            {t("readAll")}
          </Button>
        }
      />
      {news.isPending ? (
        <div className="grid gap-2">
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} className="h-16" />
          ))}
        </div>
      ) : news.error !== null ? (
        <ErrorState
          title={t("newsFailed")}
          description={errorMessage(news.error)}
          action={<Button onClick={news.retry}>{t("retry")}</Button>}
        />
      ) : news.notifications.length === 0 ? (
        <EmptyState icon={<Bell />} title={t("noNews")} description={t("noNewsAbout")} />
      ) : (
        <ul className="grid gap-1 rounded-lg border bg-card p-1">
          {news.notifications.map((notification) => (
            <li key={notification.id}>
              <NotificationRow
                notification={notification}
                onOpen={() => {
                  if (notification.readAt === null) news.read([notification.id]);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {news.more ? (
        <Button
          variant="ghost"
          className="mt-2 w-full"
          isPending={news.isLoadingMore}
          onClick={news.more}
        >
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}
