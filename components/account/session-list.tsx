"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LogOut, Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type * as z from "zod/mini";
import { describeAgent } from "@/components/account/describe-agent";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { sessionListSchema } from "@/lib/api/people";

const PATH = "/api/v1/account/sessions";
const QUERY_KEY = ["sessions"];
type Session = z.output<typeof sessionListSchema>["sessions"][number];

/** The browsers in which the person is signed in; this one first. */
export function SessionList() {
  const t = useTranslations("account");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const [isPending, setIsPending] = useState(false);
  const sessions = useQuery({
    queryKey: QUERY_KEY,
    queryFn: async ({ signal }) => {
      const { sessions: all } = await apiFetch(PATH, { schema: sessionListSchema, signal });
      return all.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
    },
  });

  async function end(path: string, done: string) {
    setIsPending(true);
    try {
      await apiFetch(path, { method: "DELETE" });
      toast.success(done);
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
      await queryClient.invalidateQueries({ queryKey: QUERY_KEY });
    }
  }

  return (
    <Panel
      title={t("sessions.title")}
      bodyClassName="p-0"
      actions={
        <Button
          size="sm"
          isPending={isPending}
          disabled={sessions.data === undefined || sessions.data.length < 2}
          onClick={() => void end(PATH, t("sessions.ended"))}
        >
          {t("sessions.endOthers")}
        </Button>
      }
    >
      {sessions.isPending ? <Skeleton className="m-4 h-12" /> : null}
      {sessions.isError ? (
        <ErrorState title={t("sessions.failed")} description={errorMessage(sessions.error)} />
      ) : null}
      <ul aria-label={t("sessions.title")} className="divide-y">
        {sessions.data?.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isPending={isPending}
            onEnd={() => void end(`${PATH}/${session.id}`, t("sessions.endedOne"))}
          />
        ))}
      </ul>
    </Panel>
  );
}

function SessionRow({
  session,
  isPending,
  onEnd,
}: {
  session: Session;
  isPending: boolean;
  onEnd: () => void;
}) {
  const t = useTranslations("account");
  const format = useFormatter();
  const { browser, system, isMobile } = describeAgent(session.userAgent ?? "");
  const name =
    browser === null || system === null
      ? t("sessions.unknown")
      : t("sessions.browser", { browser, system });
  const Icon = isMobile ? Smartphone : Monitor;
  return (
    <li className="flex h-14 items-center gap-3 px-4">
      <Icon aria-hidden="true" className="size-5 text-muted-foreground" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          {name}
          {session.isCurrent ? <Badge variant="success">{t("sessions.here")}</Badge> : null}
        </p>
        <p className="truncate text-muted-foreground text-xs">{session.ipAddress}</p>
      </div>
      <time
        dateTime={new Date(session.updatedAt).toISOString()}
        className="text-muted-foreground text-xs"
      >
        {t("sessions.seen", {
          date: format.dateTime(session.updatedAt, { dateStyle: "medium", timeStyle: "short" }),
        })}
      </time>
      {session.isCurrent ? (
        <span className="size-7" />
      ) : (
        <IconButton
          label={t("sessions.end", { name })}
          icon={<LogOut />}
          size="icon-sm"
          disabled={isPending}
          onClick={onEnd}
        />
      )}
    </li>
  );
}
