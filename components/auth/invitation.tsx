"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { AccountForm } from "@/components/auth/account-form";
import { AuthCard } from "@/components/auth/auth-card";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { apiFetch } from "@/lib/api/client";

const invitationSchema = z.object({
  email: z.string().nullish(),
  projectName: z.string().nullish(),
  role: z.string(),
});

export function Invitation({ token }: { token: string }) {
  const t = useTranslations("auth");
  const errorMessage = useErrorMessage();
  const endpoint = `/api/v1/invitations/${encodeURIComponent(token)}`;
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => apiFetch(endpoint, { schema: invitationSchema, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (invitation.isPending) {
    return (
      <AuthCard title={t("invite.title")} description={<Skeleton className="h-5 w-56" />}>
        <Skeleton className="h-64" />
      </AuthCard>
    );
  }
  if (invitation.isError) {
    return (
      <AuthCard title={t("invite.invalid")}>
        <Notice variant="danger">{errorMessage(invitation.error)}</Notice>
      </AuthCard>
    );
  }
  const { email, projectName, role } = invitation.data;
  return (
    <AuthCard
      title={t("invite.title")}
      description={
        projectName
          ? t("invite.descriptionProject", { role, project: projectName })
          : t("invite.description", { role })
      }
    >
      <AccountForm endpoint={endpoint} kind="invite" email={email ?? undefined} />
    </AuthCard>
  );
}
