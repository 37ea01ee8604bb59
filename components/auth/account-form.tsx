"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { EmailField, NameField, NewPasswordField } from "@/components/auth/account-fields";
import { accountSchema } from "@/components/auth/account-schemas";
import { useFormSubmit } from "@/components/auth/use-form-submit";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";

/** Creates an account, the owner's or an invited one; the answer signs the person in. */
export function AccountForm({
  endpoint,
  kind,
  email,
}: {
  endpoint: string;
  kind: "setup" | "invite";
  /** Filled in when the invitation names it. */
  email?: string | undefined;
}) {
  const t = useTranslations("auth");
  const router = useRouter();
  const form = useFormSubmit({
    schema: accountSchema,
    submit: async (values) => {
      await apiFetch(endpoint, { method: "POST", body: values });
      router.replace("/");
      router.refresh();
      return "leaving";
    },
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void form.onSubmit(event)}>
      {form.formError === null ? null : <Notice variant="danger">{form.formError}</Notice>}
      <NameField errors={form.fieldErrors} />
      <EmailField
        errors={form.fieldErrors}
        {...(email === undefined ? {} : { defaultValue: email })}
      />
      <NewPasswordField errors={form.fieldErrors} />
      <Button type="submit" variant="primary" className="mt-2 h-9" isPending={form.isPending}>
        {t(`${kind}.submit`)}
      </Button>
    </form>
  );
}
