import { readNotifications } from "@/db/queries/notifications";
import { readNotificationsSchema } from "@/lib/api/talk";
import { tellRead } from "@/lib/server/live/tell-notified";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "account.self" },
  body: readNotificationsSchema,
  handler: async ({ store, user, body }) => {
    const ids = "ids" in body ? { ids: body.ids } : {};
    await readNotifications(store, { userId: user.id, ...ids, now: Date.now() });
    return { unread: await tellRead(store, user.id) };
  },
});
