import Link from "next/link";
import { AuthCard } from "@/components/auth/auth-card";
import { ResetPasswordForm } from "@/components/auth/reset-password-form";
import { getTranslator } from "@/lib/i18n/server";

export async function generateMetadata() {
  const t = await getTranslator("auth");
  return { title: t("reset.title") };
}

export default async function ResetPasswordPage({
  params,
}: {
  params: Promise<{ token: string }>;
}) {
  const { token } = await params;
  const t = await getTranslator("auth");
  return (
    <AuthCard
      title={t("reset.title")}
      description={t("reset.description")}
      footer={
        <Link href="/sign-in" className="text-primary-text underline-offset-4 hover:underline">
          {t("backToSignIn")}
        </Link>
      }
    >
      <ResetPasswordForm token={token} />
    </AuthCard>
  );
}
