"use client";

import { useTranslations } from "use-intl";
import { Notice } from "@/components/ui/notice";

const KNOWN = [
  "not_invited",
  "domain_not_allowed",
  "email_not_verified",
  "account_deactivated",
  "not_set_up",
] as const;

/** Why the provider's word was not enough, by the code with which it brought the person back. */
export function SsoError({ code }: { code: string }) {
  const t = useTranslations("auth");
  const known = KNOWN.find((candidate) => candidate === code.toLowerCase());
  return (
    <Notice variant="danger" className="mb-4">
      {t(`sso.error.${known ?? "other"}`)}
    </Notice>
  );
}
