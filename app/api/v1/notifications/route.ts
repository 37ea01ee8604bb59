import { countUnread, listNotifications } from "@/db/queries/notifications";
import { type NotificationPage, notificationQuerySchema } from "@/lib/api/talk";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "account.self" },
  query: notificationQuerySchema,
  handler: async ({ store, user, query }): Promise<NotificationPage> => {
    const { limit, cursor: before } = query;
    const [found, unread] = await Promise.all([
      listNotifications(store, { userId: user.id, before, limit: limit + 1 }),
      countUnread(store, user.id),
    ]);
    const notifications = found.slice(0, limit);
    const next = found.length > limit ? (notifications.at(-1)?.id ?? null) : null;
    return { notifications, unread, next };
  },
});
