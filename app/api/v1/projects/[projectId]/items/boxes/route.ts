import { readPreviews } from "@/db/queries/item-preview";
import { previewQuerySchema } from "@/lib/api/items";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "projectId" },
  query: previewQuerySchema,
  handler: ({ store, projectId, query }) => readPreviews(store, { projectId, ids: query.ids }),
});
