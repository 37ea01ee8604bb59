import { listAssignments } from "@/db/queries/work/list-assignments";
import { assignItemsSchema, assignmentQuerySchema, unassignSchema } from "@/lib/api/work";
import { roleMay } from "@/lib/server/permissions";
import { route } from "@/lib/server/route";
import { assignWork, takeBackWork } from "@/lib/server/work";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  query: assignmentQuerySchema,
  handler: async ({ store, projectId, user, role, query: { user: wanted, ...query } }) => {
    // Whoever divides the work sees everybody's; others see their own, whomever they ask for.
    const userId = roleMay(role, "work.manage") ? wanted : user.id;
    const { state, task, cursor, limit } = query;
    return listAssignments(store, { projectId, userId, state, task, cursor, limit });
  },
});

export const POST = route({
  access: { permission: "work.manage", scope: "projectId" },
  body: assignItemsSchema,
  handler: async ({ store, projectId, user, body }) =>
    assignWork(store, { projectId, assignedBy: user.id, ...body }),
});

export const DELETE = route({
  access: { permission: "work.manage", scope: "projectId" },
  body: unassignSchema,
  handler: async ({ store, projectId, body }) => takeBackWork(store, { projectId, request: body }),
});
