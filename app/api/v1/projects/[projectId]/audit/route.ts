import { auditQuerySchema } from "@/lib/api/people";
import { readAudit } from "@/lib/server/audit-log";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "member.manage", scope: "projectId" },
  query: auditQuerySchema,
  handler: async ({ store, projectId, query }) => readAudit(store, { ...query, projectId }),
});
