"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { EmailField } from "@/components/auth/account-fields";
import { signInSchema } from "@/components/auth/account-schemas";
import { PasswordInput } from "@/components/auth/password-input";
import { SecondStep } from "@/components/auth/second-step";
import { SsoButton } from "@/components/auth/sso-button";
import { useFormSubmit } from "@/components/auth/use-form-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";

const answerSchema = z.object({ twoFactorRedirect: z.optional(z.boolean()) });

/** How people may sign in here. */
export interface SignInWays {
  hasPassword: boolean;
  /** What the single sign-on is called; null for none. */
  ssoName: string | null;
}

/** `next`: a path of this application, to which the person wanted to go. */
export function SignInForm({ next, ways }: { next: string; ways: SignInWays }) {
  const router = useRouter();
  const [isSecondStep, setIsSecondStep] = useState(false);

  function leave() {
    router.replace(next);
    router.refresh();
  }

  if (isSecondStep) return <SecondStep onDone={leave} onBack={() => setIsSecondStep(false)} />;
  return (
    <div className="grid gap-4">
      {ways.ssoName === null ? null : <SsoButton name={ways.ssoName} next={next} />}
      {ways.ssoName !== null && ways.hasPassword ? <Or /> : null}
      {ways.hasPassword ? (
        <PasswordStep onDone={leave} onSecondStep={() => setIsSecondStep(true)} />
      ) : null}
    </div>
  );
}

function Or() {
  const t = useTranslations("auth");
  return (
    <p className="flex items-center gap-3 text-muted-foreground text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
      {t("sso.or")}
    </p>
  );
}

function PasswordStep({ onDone, onSecondStep }: { onDone: () => void; onSecondStep: () => void }) {
  const t = useTranslations("auth");
  const form = useFormSubmit({
    schema: signInSchema,
    submit: async (values) => {
      const { twoFactorRedirect } = await apiFetch("/api/auth/sign-in/email", {
        method: "POST",
        body: values,
        schema: answerSchema,
      });
      if (twoFactorRedirect) {
        onSecondStep();
        return undefined;
      }
      onDone();
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
