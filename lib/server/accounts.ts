import "server-only";
import { hashPassword } from "better-auth/crypto";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { AccountRefused, createUser, type User } from "@/db/queries/users";
import type { Store } from "@/db/store";
import { AppError } from "./app-error";
import { MIN_PASSWORD } from "./auth";

export const newAccountSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  password: z.string().min(MIN_PASSWORD).max(256),
});
export type NewAccount = z.infer<typeof newAccountSchema>;

/** Creates an account; `email_taken` or `already_set_up` when it cannot be. */
export async function createAccount(
  store: Store,
  account: NewAccount,
  options: { role: User["role"]; isFirst: boolean },
): Promise<User> {
  const user: User = {
    id: uuidv7(),
    name: account.name,
    email: account.email.toLowerCase(),
    role: options.role,
  };
  try {
    await createUser(
      store,
      {
        ...user,
        passwordHash: await hashPassword(account.password),
        accountId: uuidv7(),
        now: Date.now(),
      },
      { isFirst: options.isFirst },
    );
  } catch (error) {
    if (!(error instanceof AccountRefused)) throw error;
    throw error.reason === "email_taken"
      ? new AppError("email_taken", "There is already an account with this e-mail address.")
      : new AppError("already_set_up", "This Trazo already has an owner. Sign in instead.");
  }
  return user;
}
