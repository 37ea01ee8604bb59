import { readProject, setProjectDeleted, updateProject } from "@/db/queries/projects";
import { updateProjectSchema } from "@/lib/api/projects";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  handler: async ({ store, projectId, role, user }) =>
    readProject(store, { projectId, role, userId: user.id }),
});

export const PATCH = route({
  access: { permission: "project.manage", scope: "projectId" },
  body: updateProjectSchema,
  handler: async ({ store, projectId, body }) =>
    updateProject(store, { projectId, ...body, now: Date.now() }),
});

export const DELETE = route({
  access: { permission: "project.manage", scope: "projectId" },
  handler: async ({ store, projectId }) =>
    setProjectDeleted(store, { projectId, deletedAt: Date.now() }),
});
