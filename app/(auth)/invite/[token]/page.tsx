import { headers } from "next/headers";
import { Invitation } from "@/components/auth/invitation";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { currentUser } from "@/lib/server/session";

export async function generateMetadata() {
  const t = await getTranslator("auth");
  return { title: t("invite.title") };
}

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const user = await currentUser(await headers());
  const { isPasswordSignIn, oidc } = getApp().settings;
  return (
    <Invitation
      token={token}
      userName={user?.name ?? null}
      ways={{ hasPassword: isPasswordSignIn, ssoName: oidc?.name ?? null }}
    />
  );
}
