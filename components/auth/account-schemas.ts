import { z } from "zod";

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

const name = z.string().trim().min(1, "nameMissing").max(200, "nameMissing");
const email = z.string().trim().pipe(z.email("emailInvalid").max(320, "emailInvalid"));
const newPassword = z
  .string()
  .min(MIN_PASSWORD_CHARACTERS, "passwordTooShort")
  .max(MAX_PASSWORD_CHARACTERS, "passwordTooLong");

export const accountSchema = z.object({ name, email, password: newPassword });
export const signInSchema = z.object({ email, password: z.string().min(1, "passwordMissing") });
export const emailSchema = z.object({ email });
export const newPasswordSchema = z.object({ password: newPassword });

export function isFieldProblem(value: string): value is FieldProblem {
  return FIELD_PROBLEMS.some((problem) => problem === value);
}
