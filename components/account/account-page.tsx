"use client";

import { useTranslations } from "use-intl";
import { PasswordForm } from "@/components/account/password-form";
import { SessionList } from "@/components/account/session-list";
import { TokenList } from "@/components/account/token-list";
import { TwoFactorPanel } from "@/components/account/two-factor-panel";
import { useAccount } from "@/components/account/use-account";
import { MailSetting } from "@/components/notifications/mail-setting";
import { SectionHeader } from "@/components/settings/section-header";
import { Avatar } from "@/components/ui/avatar";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";

export function AccountPage({
  name,
  email,
  isOwner,
  projects,
}: {
  name: string;
  email: string;
  isOwner: boolean;
  projects: readonly { id: string; name: string }[];
}) {
  const t = useTranslations("account");
  const account = useAccount().data;
  return (
    <div className="mx-auto max-w-3xl px-6 pt-6 pb-16">
      <SectionHeader title={t("title")} />
      <div className="grid gap-6">
        {account?.needsSecondFactor ? <Notice variant="warning">{t("required")}</Notice> : null}
        <Panel>
          <div className="flex items-center gap-3">
            <Avatar name={name} size="lg" aria-hidden="true" />
            <div className="min-w-0">
              <p className="truncate font-semibold text-base">{name}</p>
              <p className="truncate text-muted-foreground">{email}</p>
              {account?.isLinked ? (
                <p className="text-muted-foreground text-xs">{t("linked")}</p>
              ) : null}
            </div>
          </div>
        </Panel>
        {account?.hasPassword === false ? null : (
          <Panel title={t("password.title")}>
            <PasswordForm email={email} />
          </Panel>
        )}
        {account === undefined ? null : <TwoFactorPanel account={account} />}
        <MailSetting />
        <SessionList />
        {account?.needsSecondFactor ? null : <TokenList projects={projects} isOwner={isOwner} />}
      </div>
    </div>
  );
}
