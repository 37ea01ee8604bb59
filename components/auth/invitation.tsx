"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { AccountForm } from "@/components/auth/account-form";
import { AuthCard } from "@/components/auth/auth-card";
import type { SignInWays } from "@/components/auth/sign-in-form";
import { SsoButton } from "@/components/auth/sso-button";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { apiFetch } from "@/lib/api/client";

const invitationSchema = z.object({
  email: z.nullish(z.string()),
  projectName: z.nullish(z.string()),
  role: z.string(),
});

/** `userName`: of the person who is signed in already, and joins with that account. */
export function Invitation({
  token,
  userName,
  ways,
}: {
  token: string;
  userName: string | null;
  ways: SignInWays;
}) {
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
      <AuthCard
        title={t("invite.invalid")}
        footer={
          <Link href="/sign-in" className="text-primary-text underline-offset-4 hover:underline">
            {t("backToSignIn")}
          </Link>
        }
      >
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
      {userName === null ? (
        <div className="grid gap-4">
          {ways.ssoName === null ? null : (
            <>
              <p className="text-muted-foreground">{t("sso.invite")}</p>
              <SsoButton name={ways.ssoName} next={`/invite/${encodeURIComponent(token)}`} />
            </>
          )}
          {ways.hasPassword ? (
            <AccountForm endpoint={endpoint} kind="invite" email={email ?? undefined} />
          ) : null}
        </div>
      ) : (
        <JoinButton endpoint={endpoint} userName={userName} />
      )}
    </AuthCard>
  );
}

function JoinButton({ endpoint, userName }: { endpoint: string; userName: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function join() {
    setIsPending(true);
    setRefusal(null);
    try {
      await apiFetch(endpoint, { method: "POST", body: {} });
      router.replace("/");
      router.refresh();
    } catch (error) {
      setIsPending(false);
      setRefusal(errorMessage(error));
    }
  }

  return (
    <div className="grid gap-4">
      {refusal === null ? null : <Notice variant="danger">{refusal}</Notice>}
      <p className="text-muted-foreground">{t("invite.joinHint", { name: userName })}</p>
      <Button variant="primary" className="h-9" isPending={isPending} onClick={() => void join()}>
        {t("invite.joinAs", { name: userName })}
      </Button>
    </div>
  );
}
