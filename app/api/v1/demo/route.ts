import { getApp } from "@/lib/server/app";
import { localeOf, openDemo } from "@/lib/server/demo";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "project.create" },
  handler: async ({ request, user }) =>
    openDemo(getApp(), { userId: user.id, locale: localeOf(request) }),
});
