import { v7 } from "uuid";

/** This tab, to others. */
export const TAB_ID = v7();

/** Sent even while the page goes: an item on which nothing was done is given back at once, and nobody sees us there. */
export function giveBack(itemId: string): void {
  const body = new Blob([JSON.stringify({ clientId: TAB_ID })], { type: "application/json" });
  navigator.sendBeacon(`/api/v1/items/${itemId}/release`, body);
}
