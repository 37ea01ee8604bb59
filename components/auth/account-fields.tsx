"use client";

import { useTranslations } from "use-intl";
import { MIN_PASSWORD_CHARACTERS } from "@/components/auth/account-schemas";
import { PasswordInput } from "@/components/auth/password-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Errors = Readonly<Record<string, string>>;

export function NameField({ errors }: { errors: Errors }) {
  const t = useTranslations("auth");
  return (
    <Field label={t("name")} error={errors["name"]}>
      {(control) => <Input {...control} name="name" autoComplete="name" className="h-9" />}
    </Field>
  );
}

export function EmailField({ errors, defaultValue }: { errors: Errors; defaultValue?: string }) {
  const t = useTranslations("auth");
  return (
    <Field label={t("email")} error={errors["email"]}>
      {(control) => (
        <Input
          {...control}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={defaultValue}
          className="h-9"
        />
      )}
    </Field>
  );
}

/** With the rule in sight before anything is typed. */
export function NewPasswordField({
  errors,
  isReset = false,
}: {
  errors: Errors;
  isReset?: boolean;
}) {
  const t = useTranslations("auth");
  return (
    <Field
      label={t(isReset ? "passwordNew" : "password")}
      error={errors["password"]}
      hint={
        errors["password"] === undefined
          ? t("passwordRule", { min: MIN_PASSWORD_CHARACTERS })
          : undefined
      }
    >
      {(control) => <PasswordInput {...control} autoComplete="new-password" />}
    </Field>
  );
}
