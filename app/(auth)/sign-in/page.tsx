import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SsoError } from "@/components/auth/sso-error";
import { countUsers } from "@/db/queries/users";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { currentUser } from "@/lib/server/session";

export async function generateMetadata() {
  const t = await getTranslator("auth");
  return { title: t("signIn.title") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next: wanted, error } = await searchParams;
  const next = ownPath(wanted);
  const { store, settings } = getApp();
  if ((await countUsers(store)) === 0) redirect("/setup");
  if ((await currentUser(await headers())) !== null) redirect(next);
  const t = await getTranslator("auth");
  const ways = {
    hasPassword: settings.isPasswordSignIn,
    ssoName: settings.oidc?.name ?? null,
  };
  return (
    <AuthCard title={t("signIn.title")} footer={t("signIn.description")}>
      {typeof error === "string" ? <SsoError code={error} /> : null}
      <SignInForm next={next} ways={ways} />
    </AuthCard>
  );
}

/** Only a path of this site: "//host" and "/\host" are other hosts to a browser. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
