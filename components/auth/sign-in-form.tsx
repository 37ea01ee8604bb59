"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { EmailField } from "@/components/auth/account-fields";
import { signInSchema } from "@/components/auth/account-schemas";
import { PasswordInput } from "@/components/auth/password-input";
import { useFormSubmit } from "@/components/auth/use-form-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";

/** `next`: a path of this application, to which the person wanted to go. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  const form = useFormSubmit({
    schema: signInSchema,
    submit: async (values) => {
      await apiFetch("/api/auth/sign-in/email", { method: "POST", body: values });
      router.replace(next);
      router.refresh();
      return "leaving";
    },
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void form.onSubmit(event)}>
      {form.formError === null ? null : <Notice variant="danger">{form.formError}</Notice>}
      <EmailField errors={form.fieldErrors} />
      <Field
        label={t("password")}
        error={form.fieldErrors["password"]}
        aside={
          <Link
            href="/forgot-password"
            className="rounded-sm text-primary-text underline-offset-4 hover:underline"
          >
            {t("signIn.forgot")}
          </Link>
        }
      >
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </Field>
      <Button type="submit" variant="primary" className="mt-2 h-9" isPending={form.isPending}>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}
