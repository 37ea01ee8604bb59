"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { TokenDialog } from "@/components/account/token-dialog";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type ApiToken, apiTokenListSchema } from "@/lib/api/people";

const PATH = "/api/v1/account/tokens";
const QUERY_KEY = ["api-tokens"];

/** The person's tokens; a new one is made in a dialog that shows it once. */
export function TokenList({
  projects,
  isOwner,
}: {
  projects: readonly { id: string; name: string }[];
  isOwner: boolean;
}) {
  const t = useTranslations("account");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const list = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => apiFetch(PATH, { schema: apiTokenListSchema, signal }),
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: QUERY_KEY });

  async function revoke(token: ApiToken) {
    try {
      await apiFetch(`${PATH}/${token.id}`, { method: "DELETE" });
      toast.success(t("tokens.revoked", { name: token.name }));
    } catch (error) {
      toast.error(errorMessage(error));
    }
    await refresh();
  }

  const tokens = list.data?.tokens ?? [];
  return (
    <Panel
      title={t("tokens.title")}
      bodyClassName="p-0"
      actions={
        <Button size="sm" onClick={() => setIsOpen(true)}>
          {t("tokens.new")}
        </Button>
      }
    >
      <p className="p-4 text-muted-foreground">
        {t("tokens.description")} {list.isSuccess && tokens.length === 0 ? t("tokens.none") : null}
      </p>
      {list.isPending ? <Skeleton className="m-4 h-12" /> : null}
      {list.isError ? (
        <ErrorState title={t("tokens.failed")} description={errorMessage(list.error)} />
      ) : null}
      {tokens.length === 0 ? null : (
        <ul aria-label={t("tokens.title")} className="divide-y border-t">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => void revoke(token)} />
          ))}
        </ul>
      )}
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? (
          <TokenDialog projects={projects} isOwner={isOwner} onCreated={() => void refresh()} />
        ) : null}
      </Dialog>
    </Panel>
  );
}

function TokenRow({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  const t = useTranslations("account");
  const format = useFormatter();
  const { expiresAt, lastUsedAt, project } = token;
  const isExpired = expiresAt !== null && expiresAt <= Date.now();
  const date = (at: number) => format.dateTime(at, { dateStyle: "medium" });
  const until =
    expiresAt === null ? t("tokens.endless") : t("tokens.expires", { date: date(expiresAt) });
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{token.name}</span>
          {isExpired ? <Badge variant="warning">{t("tokens.expired")}</Badge> : null}
        </p>
        <p className="truncate text-muted-foreground text-xs">
          {[
            token.scopes.map((scope) => t(`tokens.scope.${scope}`)).join(", "),
            project?.name ?? t("tokens.allProjects"),
          ].join(" · ")}
        </p>
      </div>
      <p className="text-right text-muted-foreground text-xs">
        {isExpired ? null : <span className="block">{until}</span>}
        <span className="block">
          {lastUsedAt === null
            ? t("tokens.unused")
            : t("tokens.used", {
                date: format.dateTime(lastUsedAt, { dateStyle: "medium", timeStyle: "short" }),
              })}
        </span>
      </p>
      <IconButton
        label={t("tokens.revoke", { name: token.name })}
        icon={<Trash2 />}
        size="icon-sm"
        onClick={onRevoke}
      />
    </li>
  );
}
