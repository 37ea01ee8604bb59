import { expect, type Page } from "@playwright/test";
import type { Annotation } from "../../lib/annotation/annotation";
import type { LayerSnapshot } from "../../lib/annotation/protocol";
import type { NewLabel } from "../../lib/api/projects";
import { layerOf } from "./canvas";
import type { Person } from "./people";

export const TEXT_LABELS: readonly NewLabel[] = [
  { name: "Person", geometries: ["interval"] },
  { name: "Place", geometries: ["interval"] },
  { name: "Date", geometries: ["interval"] },
  { name: "lives in", geometries: ["relation"] },
  { name: "knows", geometries: ["relation"] },
  { name: "Science", geometries: ["whole"], answer: { question: "Topic", kind: "one" } },
  { name: "Sport", geometries: ["whole"], answer: { question: "Topic", kind: "one" } },
  { name: "Funny", geometries: ["whole"], answer: { question: "Tone", kind: "many" } },
  { name: "Long", geometries: ["whole"], answer: { question: "Tone", kind: "many" } },
  { name: "Summary", geometries: ["whole"], answer: { question: "Summary", kind: "text" } },
];

/** A project of texts, one item for each; returns the ids in order. */
export async function projectWithTexts(
  { api }: Person,
  texts: readonly string[],
  { guide = "" } = {},
): Promise<{ projectId: string; itemIds: string[] }> {
  const { id: projectId } = await api.post<{ id: string }>("/api/v1/projects", {
    name: "Letters",
    mediaKind: "text",
    guide,
    labels: TEXT_LABELS,
  });
  const itemIds: string[] = [];
  for (const [n, text] of texts.entries()) {
    const { itemId } = await api.put<{ itemId: string }>(
      `/api/v1/projects/${projectId}/files?name=letter-${n + 1}.txt`,
      Buffer.from(text, "utf8"),
    );
    itemIds.push(itemId);
  }
  return { projectId, itemIds };
}

/** Opens a text in the editor and waits until it is drawn and has the keyboard. */
export async function openText(page: Page, projectId: string, itemId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/items/${itemId}`);
  await page.locator(`[data-drawn="${itemId}"]`).waitFor();
  await page.getByTestId("text").focus();
}

/** Where a piece of the text is on screen, by the page's own ranges; client px. `nth` from 0. */
export function placeOf(
  page: Page,
  piece: string,
  nth = 0,
): Promise<{ left: number; right: number; top: number; bottom: number; middle: number }> {
  return page.evaluate(
    ([wanted, count]) => {
      let left = count;
      for (const block of document.querySelectorAll(".tx-text")) {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.nodeValue ?? "";
          for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            if (left-- > 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + wanted.length);
            const { left: x, right, top, bottom } = range.getBoundingClientRect();
            return { left: x, right, top, bottom, middle: (top + bottom) / 2 };
          }
        }
      }
      throw new Error(`“${wanted}” is not on screen.`);
    },
    [piece, nth] as const,
  );
}

/** Selects a piece of the text by a drag of the mouse, as its own direction has it. */
export async function dragOver(
  page: Page,
  piece: string,
  { nth = 0, isRtl = false } = {},
): Promise<void> {
  const { left, right, middle } = await placeOf(page, piece, nth);
  const [from, to] = isRtl ? [right - 1, left + 1] : [left + 1, right - 1];
  await page.mouse.move(from, middle);
  await page.mouse.down();
  await page.mouse.move((from + to) / 2, middle);
  await page.mouse.move(to, middle);
  await page.mouse.up();
}

/** What the server has of an item, in the order of making. */
export async function storedOf(person: Person, itemId: string): Promise<Annotation[]> {
  const layerId = await layerOf(person, itemId);
  const { records } = await person.api.get<LayerSnapshot>(`/api/v1/layers/${layerId}`);
  return records.flatMap(({ annotation }) => annotation ?? []);
}

/** The stored spans as "start-end surface", in the order of the text. */
export async function expectSpans(
  person: Person,
  itemId: string,
  expected: readonly string[],
): Promise<void> {
  await expect
    .poll(async () => {
      const stored = await storedOf(person, itemId);
      return stored
        .flatMap(({ geometry, text }) =>
          geometry.kind === "interval" ? [{ ...geometry, text }] : [],
        )
        .sort((a, b) => a.start - b.start || b.end - a.end)
        .map(({ start, end, text }) => `${start}-${end} ${text}`);
    })
    .toEqual(expected);
}
