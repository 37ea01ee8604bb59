"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { EmailField } from "@/components/auth/account-fields";
import { emailSchema } from "@/components/auth/account-schemas";
import { useFormSubmit } from "@/components/auth/use-form-submit";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";

/** Answers the same whether there is an account or not. */
export function ForgotPasswordForm() {
  const t = useTranslations("auth");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useFormSubmit({
    schema: emailSchema,
    submit: async (values) => {
      await apiFetch("/api/v1/password-reset/request", { method: "POST", body: values });
      setSentTo(values.email);
      return undefined;
    },
  });
  if (sentTo !== null) {
    return <Notice variant="success">{t("forgot.sent", { email: sentTo })}</Notice>;
  }
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void form.onSubmit(event)}>
      {form.formError === null ? null : <Notice variant="danger">{form.formError}</Notice>}
      <EmailField errors={form.fieldErrors} />
      <Button type="submit" variant="primary" className="mt-2 h-9" isPending={form.isPending}>
        {t("forgot.submit")}
      </Button>
    </form>
  );
}
