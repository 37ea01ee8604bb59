import { setProjectDeleted } from "@/db/queries/projects";
import { route } from "@/lib/server/route";

/** Undo of a deletion. */
export const POST = route({
  access: { permission: "project.manage", scope: "projectId", includesDeleted: true },
  handler: async ({ store, projectId }) => setProjectDeleted(store, { projectId, deletedAt: null }),
});
