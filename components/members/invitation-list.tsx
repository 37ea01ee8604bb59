"use client";

import { X } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { Invitation } from "@/lib/api/members";

/** Links that nobody has used yet. */
export function InvitationList({
  invitations,
  onRevoke,
}: {
  invitations: readonly Invitation[];
  onRevoke: (invitation: Invitation) => void;
}) {
  const t = useTranslations("members");
  const format = useFormatter();
  return (
    <ul aria-label={t("invitations")} className="mt-4 divide-y border-t">
      {invitations.map((invitation) => {
        const who = invitation.email ?? t("invite.anyone");
        return (
          <li key={invitation.id} className="flex h-10 items-center gap-3">
            <span className="min-w-0 flex-1 truncate">{who}</span>
            {invitation.role === null ? null : (
              <span className="text-muted-foreground">{t(`role.${invitation.role}`)}</span>
            )}
            <span className="w-52 text-right text-muted-foreground text-xs">
              {t("expires", {
                date: format.dateTime(invitation.expiresAt, { dateStyle: "medium" }),
              })}
            </span>
            <IconButton
              label={t("revoke", { name: who })}
              icon={<X />}
              size="icon-sm"
              onClick={() => onRevoke(invitation)}
            />
          </li>
        );
      })}
    </ul>
  );
}
