import { eq } from "drizzle-orm";
import type { MediaKind } from "@/lib/media/media";
import type { Store } from "../../store";

/** What a project is made of and its settings as JSON (`readWorkflow`); null: there is no such project. */
export async function readMediaAndSettings(
  { db, tables: { projects } }: Store,
  projectId: string,
): Promise<{ mediaKind: MediaKind; settings: string } | null> {
  const rows = await db
    .select({ mediaKind: projects.mediaKind, settings: projects.settings })
    .from(projects)
    .where(eq(projects.id, projectId));
  return rows[0] ?? null;
}
