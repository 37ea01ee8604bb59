import type { ReactNode } from "react";
import { accountLinks } from "@/components/shell/account-links";
import { AppFrame } from "@/components/shell/app-frame";
import { TopBar } from "@/components/shell/top-bar";
import { getTranslator } from "@/lib/i18n/server";
import { requireUser } from "@/lib/server/page-access";

export default async function HomeLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const t = await getTranslator("shell");
  return <AppFrame bar={<TopBar user={user} links={accountLinks(user, t)} />}>{children}</AppFrame>;
}
