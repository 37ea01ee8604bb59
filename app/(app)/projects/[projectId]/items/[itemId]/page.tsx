import { notFound } from "next/navigation";
import { preload } from "react-dom";
import { EditorPage } from "@/components/editor/editor-page";
import { readProject } from "@/db/queries/projects";
import { itemFilterSchema } from "@/lib/api/items";
import { mediaUrl, type OpenItemData } from "@/lib/api/open-item";
import { wholePeaks } from "@/lib/media/audio-plan";
import { getApp } from "@/lib/server/app";
import { readOpenItem } from "@/lib/server/open-item";
import { requireProject } from "@/lib/server/page-access";

type Props = {
  params: Promise<{ projectId: string; itemId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Opens the editor on one item; from there it moves between items by itself. */
export default async function ItemPage({ params, searchParams }: Props) {
  const { projectId, itemId } = await params;
  const { user, role } = await requireProject(projectId);
  const { annotation, queue, thread: _thread, ...query } = await searchParams;
  const filter = itemFilterSchema.safeParse(query);
  const { store } = getApp();
  const project = await readProject(store, { projectId, role, userId: user.id });
  const open = await readOpenItem(store, {
    itemId,
    viewer: { userId: user.id, role },
    filter: filter.success ? filter.data : itemFilterSchema.parse({}),
  });
  if (!project || open?.item.projectId !== projectId) notFound();
  preloadMedia(open);
  return (
    <EditorPage
      project={project}
      userId={user.id}
      initial={open}
      filter={filter.success ? toQueryString(query) : ""}
      annotationId={typeof annotation === "string" ? annotation : null}
      isHandedOut={queue === "annotate"}
    />
  );
}

/** What is drawn first comes beside the scripts, not behind them. Asked for as `fetch` asks, so that it is asked for once. */
function preloadMedia({ item, media }: OpenItemData): void {
  if (media.kind !== "audio") return;
  for (const tile of wholePeaks(media.info)) {
    preload(mediaUrl(item, tile), { as: "fetch", crossOrigin: "anonymous" });
  }
}

function toQueryString(query: Record<string, string | string[] | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) search.append(key, each);
    }
  }
  return search.toString();
}
