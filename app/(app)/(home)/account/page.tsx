import { AccountPage } from "@/components/account/account-page";
import { getTranslator } from "@/lib/i18n/server";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("account");
  return { title: t("title") };
}

export default async function Account() {
  const { name, email } = await requireUser();
  return <AccountPage name={name} email={email} />;
}
