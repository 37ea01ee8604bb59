import { z } from "zod";
import { getApp } from "@/lib/server/app";
import { serveItemMedia } from "@/lib/server/item-media";
import { openMedia } from "@/lib/server/media/open-media";
import { route } from "@/lib/server/route";

export const GET = route({
  access: { permission: "item.read", scope: "itemId" },
  params: z.object({ itemId: z.string(), variant: z.array(z.string()) }),
  query: z.object({ h: z.string().optional() }),
  handler: async ({ request, params, query, store }) => {
    const media = await openMedia(getApp().settings);
    return serveItemMedia({ store, media }, { request, ...params, hash: query.h });
  },
});
