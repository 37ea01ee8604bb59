import { addMemberSchema } from "@/lib/api/members";
import { addMember, readMembers } from "@/lib/server/members";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "member.manage", scope: "projectId" },
  handler: async ({ store, projectId }) => readMembers(store, projectId),
});

export const POST = route({
  access: { permission: "member.manage", scope: "projectId" },
  body: addMemberSchema,
  handler: async ({ store, projectId, body }) => addMember(store, { projectId, ...body }),
});
