import "server-only";
import type { z } from "zod/mini";
import { recordHeartbeat } from "@/db/queries/heartbeat";
import { itemSight } from "@/db/queries/layer-access";
import type { User } from "@/db/queries/users";
import { standingOf } from "@/db/queries/work/standing";
import type { ProjectRole } from "@/db/schema/projects";
import type { Store } from "@/db/store";
import type { Standing } from "@/lib/api/item-work";
import type { HeartbeatAnswer, heartbeatSchema } from "@/lib/api/work";
import { creditPerson } from "./active-credit";
import { beat } from "./presence";

/**
 * An open editor has given a sign: its time counts, its lease goes on, and others see where the person is. The answer says
 * whether the item is still theirs.
 */
export async function takeHeartbeat(
  store: Store,
  args: {
    projectId: string;
    itemId: string;
    user: User;
    role: ProjectRole;
    /** Who may only look counts no time and is seen all the same. */
    mayWork: boolean;
    body: z.infer<typeof heartbeatSchema>;
  },
): Promise<HeartbeatAnswer> {
  const { projectId, itemId, user, role, mayWork, body } = args;
  const { clientId, annotationId } = body;
  const now = Date.now();
  const activeMs = mayWork ? creditPerson(user.id, { clientId, activeMs: body.activeMs, now }) : 0;
  const { assignment, layerId, isApart } = await recordHeartbeat(store, {
    ...{ projectId, itemId, activeMs, now },
    userId: user.id,
  });
  const { id: userId, name } = user;
  const sight = await itemSight(store, { itemId, viewer: { userId, role } });
  const standing = standingOf(sight, role);
  const readReason = sight?.readReason ?? null;
  const mayWrite = isWriting(standing) && readReason === null;
  const place = { itemId, layerId, clientId, annotationId, mayWrite, isApart };
  beat(projectId, { userId, name, ...place }, now);
  return { assignment, standing, readReason, now };
}

function isWriting(standing: Standing): boolean {
  return standing === "held" || standing === "free" || standing === "shared";
}
