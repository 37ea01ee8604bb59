"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { useTranslations } from "use-intl";
import { AddPerson, type Person } from "@/components/members/add-person";
import { InvitationList } from "@/components/members/invitation-list";
import { InviteForm } from "@/components/members/invite-form";
import { PeopleList } from "@/components/members/people-list";
import { RoleSelect } from "@/components/members/role-select";
import { SectionHeader } from "@/components/settings/section-header";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { toast, toastUndo } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type Member, memberListSchema, type Role } from "@/lib/api/members";

/** Who works on the project, and links for those who shall. */
export function MembersPage({
  projectId,
  userId,
  people,
}: {
  projectId: string;
  userId: string;
  /** Everyone with an account, when the person may know them. */
  people: readonly Person[];
}) {
  const t = useTranslations("members");
  const { list, setRole, remove, revoke, refresh } = useMembers(projectId);
  const memberIds = new Set(list.data?.members.map((member) => member.userId));
  const others = people.filter(({ id }) => !memberIds.has(id));
  return (
    <>
      <SectionHeader title={t("title")} description={t("description")} />
      <div className="grid gap-6">
        <Panel title={t("invite.title")}>
          <InviteForm
            endpoint={`/api/v1/projects/${projectId}/invitations`}
            hasRole
            onCreated={refresh}
          />
          {list.data === undefined || list.data.invitations.length === 0 ? null : (
            <InvitationList
              invitations={list.data.invitations}
              onRevoke={(invitation) => void revoke(invitation.id)}
            />
          )}
        </Panel>
        <PeopleList
          title={t("title")}
          list={list}
          people={list.data?.members ?? []}
          actions={
            others.length === 0 ? undefined : (
              <AddPerson people={others} onAdd={(id) => void setRole(id, "annotator")} />
            )
          }
        >
          {(member) => (
            <MemberRow
              key={member.userId}
              member={member}
              isMe={member.userId === userId}
              onRole={(role) => void setRole(member.userId, role)}
              onRemove={() => void remove(member)}
            />
          )}
        </PeopleList>
      </div>
    </>
  );
}

function MemberRow({
  member,
  isMe,
  onRole,
  onRemove,
}: {
  member: Member;
  isMe: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("members");
  return (
    <li className="flex h-14 items-center gap-3 px-4">
      <Avatar name={member.name} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{member.name}</span>
          {isMe ? <Badge>{t("you")}</Badge> : null}
          {member.isActive ? null : <Badge variant="warning">{t("people.deactivated")}</Badge>}
        </p>
        <p className="truncate text-muted-foreground text-xs">{member.email}</p>
      </div>
      <RoleSelect
        label={t("roleOf", { name: member.name })}
        value={member.role}
        // Nobody locks themselves out by a slip; another manager can do it.
        isDisabled={isMe}
        onValueChange={onRole}
      />
      <IconButton
        label={t("remove", { name: member.name })}
        icon={<UserMinus />}
        size="icon-sm"
        disabled={isMe}
        onClick={onRemove}
      />
    </li>
  );
}

function useMembers(projectId: string) {
  const t = useTranslations("members");
  const tUi = useTranslations("ui");
  const errorMessage = useErrorMessage();
  const queryClient = useQueryClient();
  const queryKey = ["members", projectId];
  const base = `/api/v1/projects/${projectId}`;
  const list = useQuery({
    queryKey,
    queryFn: ({ signal }) => apiFetch(`${base}/members`, { schema: memberListSchema, signal }),
  });

  async function send(path: string, request: { method: "PUT" | "DELETE"; body?: unknown }) {
    try {
      await apiFetch(`${base}/${path}`, request);
      return true;
    } catch (error) {
      toast.error(errorMessage(error));
      return false;
    } finally {
      await queryClient.invalidateQueries({ queryKey });
    }
  }

  const setRole = (userId: string, role: Role) =>
    send(`members/${userId}`, { method: "PUT", body: { role } });

  return {
    list,
    setRole,
    refresh: () => void queryClient.invalidateQueries({ queryKey }),
    revoke: (id: string) => send(`invitations/${id}`, { method: "DELETE" }),
    async remove(member: Member) {
      if (!(await send(`members/${member.userId}`, { method: "DELETE" }))) return;
      toastUndo({
        message: t("removed", { name: member.name }),
        undoLabel: tUi("undo"),
        onUndo: async () => {
          await setRole(member.userId, member.role);
        },
      });
    },
  };
}
