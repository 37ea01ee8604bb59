import { peopleQuerySchema } from "@/lib/api/statistics";
import { roleMay } from "@/lib/server/permissions";
import { route } from "@/lib/server/route";
import { peopleStatistics } from "@/lib/server/statistics/people-statistics";

/** Everybody for those who see the project's numbers, for others themselves alone. */
export const GET = route({
  access: { permission: "project.read", scope: "projectId" },
  query: peopleQuerySchema,
  handler: ({ store, projectId, role, user, query: { days, user: wanted } }) =>
    peopleStatistics(store, {
      ...{ projectId, days, user: wanted, now: Date.now() },
      onlyUser: roleMay(role, "statistics.read") ? null : user.id,
    }),
});
