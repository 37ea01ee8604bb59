import { z } from "zod";
import { idSchema } from "@/lib/annotation/annotation";
import { liveStream } from "@/lib/server/live/live-stream";
import { presenceOf } from "@/lib/server/live/presence";
import { authorise, route } from "@/lib/server/route";
import { currentUser } from "@/lib/server/session";

const access = { permission: "project.read", scope: "projectId" } as const;

/** What happens in the project, as server-sent events of `liveEventSchema`. */
export const GET = route({
  access,
  params: z.object({ projectId: idSchema }),
  handler: async ({ request, projectId, user, store }) => {
    const headers = new Headers(request.headers);
    return liveStream({
      projectId,
      userId: user.id,
      signal: request.signal,
      first: [{ kind: "presence", people: presenceOf(projectId) }],
      async isAllowed() {
        const now = await currentUser(headers);
        if (now?.id !== user.id) return false;
        await authorise(store, access, now, { projectId });
        return true;
      },
    });
  },
});
