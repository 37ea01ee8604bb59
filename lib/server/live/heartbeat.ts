import "server-only";
import type { z } from "zod/mini";
import { recordHeartbeat } from "@/db/queries/heartbeat";
import type { User } from "@/db/queries/users";
import type { Store } from "@/db/store";
import type { heartbeatAnswerSchema, heartbeatSchema } from "@/lib/api/work";
import { creditActive } from "./active-credit";
import { beat } from "./presence";

/** An open editor has given a sign: its time counts, its lease goes on, and others see where the person is. */
export async function takeHeartbeat(
  store: Store,
  args: {
    projectId: string;
    itemId: string;
    user: User;
    /** Who may only look counts no time and is seen all the same. */
    mayWork: boolean;
    body: z.infer<typeof heartbeatSchema>;
  },
): Promise<z.infer<typeof heartbeatAnswerSchema>> {
  const { projectId, itemId, user, mayWork, body } = args;
  const { clientId, annotationId } = body;
  const now = Date.now();
  const activeMs = mayWork
    ? creditActive({ key: `${user.id} ${clientId}`, activeMs: body.activeMs, now })
    : 0;
  const { assignment, layerId, isApart } = await recordHeartbeat(store, {
    ...{ projectId, itemId, activeMs, now },
    userId: user.id,
  });
  const { id: userId, name } = user;
  beat(projectId, { userId, name, itemId, layerId, clientId, annotationId, isApart }, now);
  return { assignment };
}
