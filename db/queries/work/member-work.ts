import { and, eq } from "drizzle-orm";
import type { z } from "zod/mini";
import type { memberWorkSchema } from "@/lib/api/work";
import type { Store } from "../../store";

/** How many items a person may be handed, and whether they have passed the training. False: no such member. */
export async function setMemberWork(
  store: Store,
  of: z.infer<typeof memberWorkSchema> & { projectId: string; userId: string; now: number },
): Promise<boolean> {
  const { projectId, userId, itemLimit, isTrained, now } = of;
  return store.transaction(async ({ db, tables: { members } }) => {
    const isThem = and(eq(members.projectId, projectId), eq(members.userId, userId));
    const known = await db.select({ trainedAt: members.trainedAt }).from(members).where(isThem);
    const member = known[0];
    if (!member) return false;
    const trainedAt = isTrained === false ? null : (member.trainedAt ?? (isTrained ? now : null));
    await db
      .update(members)
      .set({ trainedAt, ...(itemLimit === undefined ? {} : { itemLimit }) })
      .where(isThem);
    return true;
  });
}
