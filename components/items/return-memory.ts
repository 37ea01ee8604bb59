import * as z from "zod/mini";

/*
 * The way back from the editor: where the list of items was scrolled to, and which item was open
 * last. For this tab alone, and only until the list is shown again.
 */

const placeSchema = z.object({ view: z.string(), scrollTop: z.number() });
/** `view`: the query string of the address, in which the scroll position means something. */
export type Place = z.infer<typeof placeSchema>;
export type Return = { itemId: string; place: Place | null };

const placeKey = (projectId: string) => `trazo-items-place:${projectId}`;
const itemKey = (projectId: string) => `trazo-items-open:${projectId}`;

export function rememberPlace(projectId: string, place: Place): void {
  sessionStorage.setItem(placeKey(projectId), JSON.stringify(place));
}

export function rememberItem(projectId: string, itemId: string): void {
  sessionStorage.setItem(itemKey(projectId), itemId);
}

export function forgetItem(projectId: string): void {
  sessionStorage.removeItem(itemKey(projectId));
}

/** Null when the list was not left for the editor. */
export function readReturn(projectId: string): Return | null {
  const itemId = sessionStorage.getItem(itemKey(projectId));
  if (itemId === null) return null;
  const text = sessionStorage.getItem(placeKey(projectId));
  const place = placeSchema.safeParse(text === null ? null : JSON.parse(text));
  return { itemId, place: place.success ? place.data : null };
}
