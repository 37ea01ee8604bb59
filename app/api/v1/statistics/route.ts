import { route } from "@/lib/server/route";
import { allStatistics } from "@/lib/server/statistics/all-statistics";

export const GET = route({
  access: { permission: "project.list" },
  handler: ({ store, user }) => allStatistics(store, { user, now: Date.now() }),
});
