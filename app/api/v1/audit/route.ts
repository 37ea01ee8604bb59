import { auditQuerySchema } from "@/lib/api/people";
import { readAudit } from "@/lib/server/audit-log";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "instance.manage" },
  query: auditQuerySchema,
  handler: async ({ store, query }) => readAudit(store, query),
});
