import { auditQuerySchema } from "@/lib/api/people";
import { downloadAudit } from "@/lib/server/audit-log";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "member.manage", scope: "projectId" },
  query: auditQuerySchema,
  handler: async ({ store, projectId, query }) => downloadAudit(store, { ...query, projectId }),
});
