import "server-only";
import { countUnread } from "@/db/queries/notifications";
import type { Store } from "@/db/store";
import { publish } from "./bus";

/** Lets the bells of these people ring; call it when what `notify` wrote is committed. */
export async function tellNotified(
  store: Store,
  { projectId, userIds }: { projectId: string; userIds: readonly string[] },
): Promise<void> {
  for (const userId of new Set(userIds)) {
    publish(projectId, { kind: "notification", unread: await countUnread(store, userId) }, userId);
  }
}

/** The person's other pages forget the number too. Answers with what is left unread. */
export async function tellRead(store: Store, userId: string): Promise<number> {
  const unread = await countUnread(store, userId);
  // Personal news reach all streams of the person, whichever project they are of.
  publish("", { kind: "notification", unread }, userId);
  return unread;
}
