import type { ViewTab } from "@/components/shell/top-bar";

/** Pages about the person and, for the owner, about everyone: they hang in the account menu. */
export function accountLinks(
  user: { role: "owner" | "member" },
  t: (key: "account" | "people") => string,
): ViewTab[] {
  const account = { href: "/account", label: t("account") };
  return user.role === "owner" ? [account, { href: "/people", label: t("people") }] : [account];
}
