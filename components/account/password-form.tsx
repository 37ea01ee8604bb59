"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import {
  MIN_PASSWORD_CHARACTERS,
  newPasswordSchema,
  signInSchema,
} from "@/components/auth/account-schemas";
import { PasswordInput } from "@/components/auth/password-input";
import { useFormSubmit } from "@/components/auth/use-form-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { ApiError, apiFetch } from "@/lib/api/client";

const schema = z.object({
  currentPassword: signInSchema.shape.password,
  password: newPasswordSchema.shape.password,
});

/** Changes the password and signs the person out everywhere else. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const tAuth = useTranslations("auth");
  const queryClient = useQueryClient();
  const formRef = useRef<HTMLFormElement>(null);
  const [isDone, setIsDone] = useState(false);
  const [isWrong, setIsWrong] = useState(false);
  const form = useFormSubmit({
    schema,
    submit: async ({ currentPassword, password }) => {
      setIsDone(false);
      setIsWrong(false);
      try {
        await apiFetch("/api/auth/change-password", {
          method: "POST",
          body: { currentPassword, newPassword: password, revokeOtherSessions: true },
        });
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "invalid_password") throw error;
        setIsWrong(true);
        return undefined;
      }
      formRef.current?.reset();
      setIsDone(true);
      await queryClient.invalidateQueries({ queryKey: ["sessions"] });
      return undefined;
    },
  });
  return (
    <form
      ref={formRef}
      noValidate
      className="grid max-w-92 gap-4"
      onSubmit={(event) => void form.onSubmit(event)}
    >
      {form.formError === null ? null : <Notice variant="danger">{form.formError}</Notice>}
      {isDone ? <Notice variant="success">{t("password.done")}</Notice> : null}
      {/* Password managers want to know whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        label={t("password.current")}
        error={isWrong ? t("password.wrong") : form.fieldErrors["currentPassword"]}
      >
        {(control) => (
          <PasswordInput {...control} name="currentPassword" autoComplete="current-password" />
        )}
      </Field>
      <Field
        label={tAuth("passwordNew")}
        error={form.fieldErrors["password"]}
        hint={tAuth("passwordRule", { min: MIN_PASSWORD_CHARACTERS })}
      >
        {(control) => <PasswordInput {...control} autoComplete="new-password" />}
      </Field>
      <Button
        type="submit"
        variant="primary"
        className="justify-self-start"
        isPending={form.isPending}
      >
        {t("password.submit")}
      </Button>
    </form>
  );
}
