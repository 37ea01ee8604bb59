"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { NewPasswordField } from "@/components/auth/account-fields";
import { newPasswordSchema } from "@/components/auth/account-schemas";
import { useFormSubmit } from "@/components/auth/use-form-submit";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";

export function ResetPasswordForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const [isDone, setIsDone] = useState(false);
  const form = useFormSubmit({
    schema: newPasswordSchema,
    submit: async ({ password }) => {
      const body = { token, password };
      await apiFetch("/api/v1/password-reset/confirm", { method: "POST", body });
      setIsDone(true);
      return undefined;
    },
  });
  if (isDone) return <Notice variant="success">{t("reset.done")}</Notice>;
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void form.onSubmit(event)}>
      {form.formError === null ? null : <Notice variant="danger">{form.formError}</Notice>}
      <NewPasswordField errors={form.fieldErrors} isReset />
      <Button type="submit" variant="primary" className="mt-2 h-9" isPending={form.isPending}>
        {t("reset.submit")}
      </Button>
    </form>
  );
}
