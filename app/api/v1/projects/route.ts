import { createProject, listProjects } from "@/db/queries/projects";
import { createProjectSchema } from "@/lib/api/projects";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "project.list" },
  handler: async ({ store, user }) => ({ projects: await listProjects(store, user) }),
});

export const POST = route({
  access: { permission: "project.create" },
  body: createProjectSchema,
  handler: async ({ store, user, body }) => ({
    id: await createProject(store, { project: body, userId: user.id, now: Date.now() }),
  }),
});
