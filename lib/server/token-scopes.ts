import "server-only";
import type { TokenScope } from "@/lib/api/people";
import type { InstancePermission, ProjectPermission } from "./permissions";

/** What a token must be made for. Null: never by token, or a token could make others and change passwords. */
export const SCOPE_OF = {
  "project.read": "read",
  "item.read": "read",
  "statistics.read": "read",
  "project.list": "read",
  "item.annotate": "annotate",
  "item.review": "annotate",
  "comment.write": "annotate",
  "data.export": "export",
  "project.create": "manage",
  "project.manage": "manage",
  "item.manage": "manage",
  "work.manage": "manage",
  "data.import": "manage",
  "member.manage": "manage",
  "instance.manage": "admin",
  "account.self": null,
} as const satisfies Record<ProjectPermission | InstancePermission, TokenScope | null>;

export function tokenMay(
  scopes: readonly TokenScope[],
  permission: ProjectPermission | InstancePermission,
): boolean {
  const scope: TokenScope | null = SCOPE_OF[permission];
  return scope === "read" || (scope !== null && scopes.includes(scope));
}
