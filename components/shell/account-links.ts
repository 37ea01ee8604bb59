import type { ViewTab } from "@/components/shell/top-bar";

/** Pages about the person and the instance, for the owner also about everyone: they hang in the account menu. */
export function accountLinks(
  user: { role: "owner" | "member" },
  t: (key: "account" | "models" | "people") => string,
): ViewTab[] {
  const links = [
    { href: "/account", label: t("account") },
    { href: "/models", label: t("models") },
  ];
  return user.role === "owner" ? [...links, { href: "/people", label: t("people") }] : links;
}
