"use client";

import { BellRing, Bell as BellShape, CheckCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { NotificationRow } from "./notification-row";
import { useNotifications } from "./use-notifications";

const SHOWN = 12;
const MOST = 99;

/** What others want of the person: a number, and the newest on a press. */
export function Bell({
  projectId,
  isInEditor = false,
}: {
  projectId: string | null;
  isInEditor?: boolean;
}) {
  const t = useTranslations("talk");
  const errorMessage = useErrorMessage();
  const news = useNotifications(projectId);
  const [isOpen, setOpen] = useState(false);
  const { unread, notifications } = news;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="relative"
          aria-label={t("bell", { count: unread })}
          icon={unread > 0 ? <BellRing aria-hidden="true" /> : <BellShape aria-hidden="true" />}
        >
          {unread === 0 ? null : (
            <span
              data-numeric
              aria-hidden="true"
              className="absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-primary px-1 font-semibold text-[10px] text-primary-foreground"
            >
              {unread > MOST ? `${MOST}+` : unread}
            </span>
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t("notifications")} className="w-96 p-1">
        <div className="flex h-8 items-center gap-2 px-2">
          <h2 className="font-semibold">{t("notifications")}</h2>
          <IconButton
            size="icon-sm"
            className="ml-auto"
            label={t("readAll")}
            icon={<CheckCheck />}
            disabled={unread === 0}
            onClick={news.readAll}
          />
        </div>
        {news.error !== null ? (
          <p role="alert" className="px-2 py-4 text-danger-foreground">
            {errorMessage(news.error)}
          </p>
        ) : notifications.length === 0 ? (
          <p className="px-2 py-6 text-center text-muted-foreground">{t("noNews")}</p>
        ) : (
          <ul className="max-h-[60dvh] overflow-y-auto">
            {notifications.slice(0, SHOWN).map((notification) => (
              <li key={notification.id}>
                <NotificationRow
                  notification={notification}
                  isWhole={isInEditor}
                  onOpen={() => {
                    setOpen(false);
                    if (notification.readAt === null) news.read([notification.id]);
                  }}
                />
              </li>
            ))}
          </ul>
        )}
        <div className="border-t p-1 text-center">
          <Button asChild variant="ghost" size="sm" className="w-full">
            <Link href="/notifications" onClick={() => setOpen(false)}>
              {t("allNews")}
            </Link>
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
