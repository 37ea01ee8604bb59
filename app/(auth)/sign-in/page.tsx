import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { SignInForm } from "@/components/auth/sign-in-form";
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
  const next = ownPath((await searchParams)["next"]);
  if ((await countUsers(getApp().store)) === 0) redirect("/setup");
  if ((await currentUser(await headers())) !== null) redirect(next);
  const t = await getTranslator("auth");
  return (
    <AuthCard title={t("signIn.title")} footer={t("signIn.description")}>
      <SignInForm next={next} />
    </AuthCard>
  );
}

/** Only a path of this site: "//host" and "/\host" are other hosts to a browser. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
