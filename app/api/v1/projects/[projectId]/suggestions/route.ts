import { putSuggestionsSchema } from "@/lib/api/models";
import { saveSuggestions } from "@/lib/server/models/save-suggestions";
import { route } from "@/lib/server/route";

export const POST = route({
  access: { permission: "item.annotate", scope: "projectId" },
  body: putSuggestionsSchema,
  handler: async ({ store, projectId, user, body }) =>
    saveSuggestions(store, { body, projectId, userId: user.id }),
});
