"use client";

import { useTranslations } from "use-intl";
import { PasswordForm } from "@/components/account/password-form";
import { SessionList } from "@/components/account/session-list";
import { SectionHeader } from "@/components/settings/section-header";
import { Avatar } from "@/components/ui/avatar";
import { Panel } from "@/components/ui/panel";

export function AccountPage({ name, email }: { name: string; email: string }) {
  const t = useTranslations("account");
  return (
    <div className="mx-auto max-w-3xl px-6 pt-6 pb-16">
      <SectionHeader title={t("title")} />
      <div className="grid gap-6">
        <Panel>
          <div className="flex items-center gap-3">
            <Avatar name={name} size="lg" aria-hidden="true" />
            <div className="min-w-0">
              <p className="truncate font-semibold text-base">{name}</p>
              <p className="truncate text-muted-foreground">{email}</p>
            </div>
          </div>
        </Panel>
        <Panel title={t("password.title")}>
          <PasswordForm email={email} />
        </Panel>
        <SessionList />
      </div>
    </div>
  );
}
