"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import * as z from "zod/mini";
import { describeAgent } from "@/components/account/describe-agent";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";

const sessionSchema = z.object({
  id: z.string(),
  ipAddress: z.nullish(z.string()),
  userAgent: z.nullish(z.string()),
  updatedAt: z.coerce.date(),
});
const currentSchema = z.object({ session: z.object({ id: z.string() }) });
const QUERY_KEY = ["sessions"];

/** The browsers in which the person is signed in; this one first. */
export function SessionList() {
  const t = useTranslations("account");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const [isPending, setIsPending] = useState(false);
  const sessions = useQuery({
    queryKey: QUERY_KEY,
    queryFn: async ({ signal }) => {
      const [all, current] = await Promise.all([
        apiFetch("/api/auth/list-sessions", { schema: z.array(sessionSchema), signal }),
        apiFetch("/api/auth/get-session", { schema: currentSchema, signal }),
      ]);
      return all
        .map((session) => ({ ...session, isCurrent: session.id === current.session.id }))
        .sort(
          (a, b) =>
            Number(b.isCurrent) - Number(a.isCurrent) ||
            b.updatedAt.getTime() - a.updatedAt.getTime(),
        );
    },
  });

  async function signOutOthers() {
    setIsPending(true);
    try {
      await apiFetch("/api/auth/revoke-other-sessions", { method: "POST", body: {} });
      toast.success(t("sessions.ended"));
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
          onClick={() => void signOutOthers()}
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
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Panel>
  );
}

function SessionRow({
  session,
}: {
  session: z.output<typeof sessionSchema> & { isCurrent: boolean };
}) {
  const t = useTranslations("account");
  const format = useFormatter();
  const { browser, system, isMobile } = describeAgent(session.userAgent ?? "");
  const Icon = isMobile ? Smartphone : Monitor;
  return (
    <li className="flex h-14 items-center gap-3 px-4">
      <Icon aria-hidden="true" className="size-5 text-muted-foreground" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          {browser === null || system === null
            ? t("sessions.unknown")
            : t("sessions.browser", { browser, system })}
          {session.isCurrent ? <Badge variant="success">{t("sessions.here")}</Badge> : null}
        </p>
        <p className="truncate text-muted-foreground text-xs">{session.ipAddress}</p>
      </div>
      <time dateTime={session.updatedAt.toISOString()} className="text-muted-foreground text-xs">
        {format.dateTime(session.updatedAt, { dateStyle: "medium", timeStyle: "short" })}
      </time>
    </li>
  );
}
