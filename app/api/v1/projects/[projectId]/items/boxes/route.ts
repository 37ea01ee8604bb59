import { readPreviews } from "@/db/queries/item-preview";
import { sightOf } from "@/db/queries/item-sight";
import { previewQuerySchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  query: previewQuerySchema,
  handler: async ({ store, projectId, user, role, query: { ids } }) => {
    const sight = await sightOf(store, { projectId, viewer: { userId: user.id, role } });
    return readPreviews(store, { projectId, ids, sight });
  },
});
