import { readIsMailed, setIsMailed } from "@/db/queries/notification-mail";
import { notificationSettingsPatchSchema } from "@/lib/api/talk";
import { isMailPossible } from "@/lib/server/notification-mail";
import { route } from "@/lib/server/route";

const access = { permission: "account.self" } as const;

export const GET = route({
  access,
  handler: async ({ store, user }) => ({
    isMailed: await readIsMailed(store, user.id),
    isMailPossible: isMailPossible(),
  }),
});

export const PATCH = route({
  access,
  body: notificationSettingsPatchSchema,
  handler: async ({ store, user, body: { isMailed } }) => {
    await setIsMailed(store, { userId: user.id, isMailed });
    return { isMailed, isMailPossible: isMailPossible() };
  },
});
