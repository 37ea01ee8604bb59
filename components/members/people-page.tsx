"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { InvitationList } from "@/components/members/invitation-list";
import { InviteForm } from "@/components/members/invite-form";
import { PeopleList } from "@/components/members/people-list";
import { PersonActions } from "@/components/members/person-actions";
import { SectionHeader } from "@/components/settings/section-header";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Panel } from "@/components/ui/panel";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { resetLinkSchema, type UserList, userListSchema } from "@/lib/api/members";

const QUERY_KEY = ["users"];

type ResetLink = { name: string; link: string };

/** Everyone with an account, for the owner. */
export function PeoplePage({ userId }: { userId: string }) {
  const t = useTranslations("members");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const [resetLink, setResetLink] = useState<ResetLink | null>(null);
  const list = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => apiFetch("/api/v1/users", { schema: userListSchema, signal }),
  });
  const refresh = () => void queryClient.invalidateQueries({ queryKey: QUERY_KEY });

  async function revoke(id: string) {
    try {
      await apiFetch(`/api/v1/invitations/by-id/${id}`, { method: "DELETE" });
    } catch (error) {
      toast.error(errorMessage(error));
    }
    refresh();
  }

  async function makeResetLink(user: { id: string; name: string }) {
    try {
      const { token } = await apiFetch(`/api/v1/users/${user.id}/reset-link`, {
        method: "POST",
        schema: resetLinkSchema,
      });
      const link = `${window.location.origin}/reset-password/${token}`;
      setResetLink({ name: user.name, link });
    } catch (error) {
      toast.error(errorMessage(error));
    }
  }

  return (
    <div className="mx-auto max-w-4xl px-6 pt-6 pb-16">
      <SectionHeader title={t("people.title")} description={t("people.description")} />
      <div className="grid gap-6">
        <Panel title={t("invite.title")}>
          <InviteForm endpoint="/api/v1/invitations" hasRole={false} onCreated={refresh} />
          {list.data === undefined || list.data.invitations.length === 0 ? null : (
            <InvitationList
              invitations={list.data.invitations}
              onRevoke={(invitation) => void revoke(invitation.id)}
            />
          )}
        </Panel>
        <PeopleList title={t("people.title")} list={list} people={list.data?.users ?? []}>
          {(user) => (
            <PersonRow
              key={user.id}
              user={user}
              isMe={user.id === userId}
              onReset={() => void makeResetLink(user)}
              onChanged={refresh}
            />
          )}
        </PeopleList>
      </div>
      <ResetLinkDialog made={resetLink} onClose={() => setResetLink(null)} />
    </div>
  );
}

function PersonRow({
  user,
  isMe,
  onReset,
  onChanged,
}: {
  user: UserList["users"][number];
  isMe: boolean;
  onReset: () => void;
  onChanged: () => void;
}) {
  const t = useTranslations("members");
  const format = useFormatter();
  return (
    <li className="flex h-14 items-center gap-3 px-4">
      <Avatar name={user.name} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{user.name}</span>
          {user.role === "owner" ? <Badge variant="accent">{t("owner")}</Badge> : null}
          {isMe ? <Badge>{t("you")}</Badge> : null}
          {user.hasTwoFactor ? <Badge variant="success">{t("people.factor")}</Badge> : null}
          {user.deactivatedAt === null ? null : (
            <Badge variant="warning">{t("people.deactivated")}</Badge>
          )}
        </p>
        <p className="truncate text-muted-foreground text-xs">{user.email}</p>
      </div>
      <span className="text-muted-foreground text-xs">
        {t("people.since", { date: format.dateTime(user.createdAt, { dateStyle: "medium" }) })}
      </span>
      <Button
        size="sm"
        icon={<KeyRound aria-hidden="true" />}
        aria-label={t("people.resetOf", { name: user.name })}
        onClick={onReset}
      >
        {t("people.reset")}
      </Button>
      {/* Nobody shuts themselves out by a slip; another owner can do it. */}
      {isMe ? <span className="size-7" /> : <PersonActions user={user} onChanged={onChanged} />}
    </li>
  );
}

function ResetLinkDialog({ made, onClose }: { made: ResetLink | null; onClose: () => void }) {
  const t = useTranslations("members");
  return (
    <Dialog open={made !== null} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      {made === null ? null : (
        <DialogContent
          title={t("people.resetTitle", { name: made.name })}
          description={t("people.resetDescription")}
        >
          <CopyField label={t("people.resetLink")} value={made.link} />
        </DialogContent>
      )}
    </Dialog>
  );
}
