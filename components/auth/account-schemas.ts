import * as z from "zod/mini";

/** As the server demands; both refuse, the form only sooner. */
export const MIN_PASSWORD_CHARACTERS = 10;
export const MAX_PASSWORD_CHARACTERS = 256;

/** What can be wrong with a field: keys of the "auth" catalogue. */
export const FIELD_PROBLEMS = [
  "nameMissing",
  "emailInvalid",
  "passwordMissing",
  "passwordTooShort",
  "passwordTooLong",
] as const;
export type FieldProblem = (typeof FIELD_PROBLEMS)[number];

const name = z
  .string()
  .check(z.trim(), z.minLength(1, "nameMissing"), z.maxLength(200, "nameMissing"));
const email = z.pipe(
  z.string().check(z.trim()),
  z.email("emailInvalid").check(z.maxLength(320, "emailInvalid")),
);
const newPassword = z
  .string()
  .check(
    z.minLength(MIN_PASSWORD_CHARACTERS, "passwordTooShort"),
    z.maxLength(MAX_PASSWORD_CHARACTERS, "passwordTooLong"),
  );

export const accountSchema = z.object({ name, email, password: newPassword });
export const signInSchema = z.object({
  email,
  password: z.string().check(z.minLength(1, "passwordMissing")),
});
export const emailSchema = z.object({ email });
export const newPasswordSchema = z.object({ password: newPassword });

export function isFieldProblem(value: string): value is FieldProblem {
  return FIELD_PROBLEMS.some((problem) => problem === value);
}
