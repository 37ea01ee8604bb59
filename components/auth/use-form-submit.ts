"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import type * as z from "zod/mini";
import {
  isFieldProblem,
  MAX_PASSWORD_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
} from "@/components/auth/account-schemas";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { ApiError } from "@/lib/api/client";

/** What the server's refusals by field mean in the words of the form. */
const SERVER_FIELD_PROBLEMS: Readonly<Record<string, string>> = {
  name: "nameMissing",
  email: "emailInvalid",
  password: "passwordTooShort",
};

/**
 * Checks the fields of a form by `schema`, then runs `submit`. Errors go to their field, which
 * also gets the focus; what belongs to no field is `formError`. `submit` returns when the form is
 * done; the form stays pending until the page changes when it returns "leaving".
 */
export function useFormSubmit<S extends z.ZodMiniType>(options: {
  schema: S;
  submit: (values: z.output<S>) => Promise<"leaving" | undefined>;
}) {
  const t = useTranslations("auth");
  const errorMessage = useErrorMessage();
  const [fieldErrors, setFieldErrors] = useState<Readonly<Record<string, string>>>({});
  const [formError, setFormError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  function problemText(problem: string): string {
    return isFieldProblem(problem)
      ? t(problem, { min: MIN_PASSWORD_CHARACTERS, max: MAX_PASSWORD_CHARACTERS })
      : problem;
  }

  function show(form: HTMLFormElement, errors: Record<string, string>) {
    setFieldErrors(errors);
    const first = Array.from(form.elements).find(
      (element) => element instanceof HTMLInputElement && Object.hasOwn(errors, element.name),
    );
    if (first instanceof HTMLElement) first.focus();
  }

  function refuse(form: HTMLFormElement, error: unknown) {
    if (error instanceof ApiError && error.code === "email_taken") {
      show(form, { email: errorMessage(error) });
      return;
    }
    const byField =
      error instanceof ApiError
        ? error.errors.flatMap(({ path }) => {
            const problem = SERVER_FIELD_PROBLEMS[path];
            return problem === undefined ? [] : [[path, problemText(problem)] as const];
          })
        : [];
    if (byField.length > 0) show(form, Object.fromEntries(byField));
    else setFormError(errorMessage(error));
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setFormError(null);
    const parsed = options.schema.safeParse(Object.fromEntries(new FormData(form)));
    if (!parsed.success) {
      const errors: Record<string, string> = {};
      for (const issue of parsed.error.issues) {
        errors[String(issue.path[0])] ??= problemText(issue.message);
      }
      show(form, errors);
      return;
    }
    setFieldErrors({});
    setIsPending(true);
    try {
      if ((await options.submit(parsed.data)) !== "leaving") setIsPending(false);
    } catch (error) {
      refuse(form, error);
      setIsPending(false);
    }
  }

  return { fieldErrors, formError, isPending, onSubmit };
}
