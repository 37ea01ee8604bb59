import "server-only";
import type { ProjectRole } from "@/db/schema/projects";

/** Who may do what inside a project. An instance owner counts as manager of every project. */
export const PROJECT_PERMISSIONS = {
  "project.read": ["manager", "reviewer", "annotator", "viewer"],
  "project.manage": ["manager"],
  "item.read": ["manager", "reviewer", "annotator", "viewer"],
  "item.annotate": ["manager", "reviewer", "annotator"],
  "item.manage": ["manager"],
  "item.review": ["manager", "reviewer"],
  "comment.write": ["manager", "reviewer", "annotator"],
  /** Overlap, order, review, assignments, gold items. */
  "work.manage": ["manager"],
  /** The numbers of the whole project; everybody sees their own under `project.read`. */
  "statistics.read": ["manager", "reviewer", "viewer"],
  "data.export": ["manager", "reviewer"],
  "data.import": ["manager"],
  "member.manage": ["manager"],
} as const satisfies Record<string, readonly ProjectRole[]>;

/** Permissions outside any project, by instance role. */
export const INSTANCE_PERMISSIONS = {
  "account.self": ["owner", "member"],
  "project.list": ["owner", "member"],
  "project.create": ["owner", "member"],
  "instance.manage": ["owner"],
} as const satisfies Record<string, readonly ("owner" | "member")[]>;

export type ProjectPermission = keyof typeof PROJECT_PERMISSIONS;
export type InstancePermission = keyof typeof INSTANCE_PERMISSIONS;

export function roleMay(role: ProjectRole, permission: ProjectPermission): boolean {
  return (PROJECT_PERMISSIONS[permission] as readonly ProjectRole[]).includes(role);
}
