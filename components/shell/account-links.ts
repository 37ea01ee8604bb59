import type { ViewTab } from "@/components/shell/top-bar";

/** Pages about the person and the instance, for the owner also about everyone: they hang in the account menu. */
export function accountLinks(
  user: { role: "owner" | "member" },
  t: (key: "account" | "allProjects" | "audit" | "models" | "people") => string,
): ViewTab[] {
  const links = [
    { href: "/account", label: t("account") },
    { href: "/overview", label: t("allProjects") },
    { href: "/models", label: t("models") },
  ];
  if (user.role !== "owner") return links;
  return [...links, { href: "/people", label: t("people") }, { href: "/audit", label: t("audit") }];
}
