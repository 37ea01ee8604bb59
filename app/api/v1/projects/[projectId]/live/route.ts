import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { findCaller } from "@/lib/server/api-token";
import { liveStream } from "@/lib/server/live/live-stream";
import { presenceOf } from "@/lib/server/live/presence";
import { roleMay } from "@/lib/server/permissions";
import { authorise, route } from "@/lib/server/route";

const access = { permission: "project.read", scope: "projectId" } as const;

/** What happens in the project, as server-sent events of `liveEventSchema`. */
export const GET = route({
  access,
  params: z.object({ projectId: idSchema }),
  handler: async ({ request, projectId, user, role, store }) => {
    const isReviewer = roleMay(role, "item.review");
    // The request itself is over when its answer has begun.
    const asking = new Request(request.url, { headers: request.headers });
    return liveStream({
      projectId,
      ...{ userId: user.id, isReviewer },
      signal: request.signal,
      first: [{ kind: "presence", people: presenceOf(projectId, { isReviewer }) }],
      async isAllowed() {
        const { user: now } = await findCaller(asking, store);
        if (now?.id !== user.id) return false;
        const given = await authorise(store, access, now, { projectId });
        // With another role the page asks anew, and hears what is for that one.
        return given.role === role;
      },
    });
  },
});
