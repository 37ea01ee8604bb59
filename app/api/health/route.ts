import { readHealth } from "@/lib/server/health";
import { route } from "@/lib/server/route";

export const dynamic = "force-dynamic";

export const GET = route({
  access: { permission: "public", reason: "load balancers and monitors have no account" },
  handler: async () => readHealth(),
});
