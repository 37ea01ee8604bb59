import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { GET } from "@/app/api/v1/projects/[projectId]/dictionary/route";
import { applyOp } from "@/db/queries/apply-op";
import { addItem } from "@/db/queries/items";
import { listLabels } from "@/db/queries/labels";
import type { EditorState } from "@/lib/annotation/item-state";
import { type LearnedDictionary, learnedDictionarySchema } from "@/lib/api/models";
import { apiRequest, openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { indexCodePoints } from "@/lib/text/code-points";
import { mergeLabel } from "../labels";
import { textItem } from "../media/text-item";
import { learnDictionary } from "./learn-dictionary";

async function setUp(media: "text" | "image" = "text") {
  const app = openTestApp();
  const { user, cookie } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, ["Place", "Person", "constructor"], media);
  const labels = new Map(
    (await listLabels(app.store, projectId)).map(({ name, id }) => [name, id]),
  );
  const idOf = (name: string) => labels.get(name) ?? "";
  let made = 0;

  /** A text with spans where the words stand first (or n-th), by label. */
  async function addText(
    text: string,
    spans: readonly (readonly [surface: string, label: string, nth?: number])[],
    { state = "submitted", cause = "edit" }: { state?: EditorState; cause?: "edit" | "model" } = {},
  ) {
    made += 1;
    const { item } = textItem(text, "text/plain");
    const now = Date.now();
    const added = await addItem(app.store, {
      ...{ projectId, now },
      item: { name: `${made}.txt`, ...item },
    });
    const points = indexCodePoints(text);
    const changes = spans.map(([surface, label, nth = 0], order) => {
      let at = -1;
      for (let n = 0; n <= nth; n += 1) at = text.indexOf(surface, at + 1);
      const start = points.toOffset(at);
      const end = points.toOffset(at + surface.length);
      const id = uuidv7();
      const geometry = { kind: "interval" as const, start, end };
      const rest = { attributes: {}, order, score: null, source: "manual" as const, groupId: null };
      return { id, after: { id, labelId: idOf(label), geometry, text: surface, ...rest } };
    });
    const op = { clientId: "test", opId: uuidv7(), baseRev: 1_000_000, changes, state, at: now };
    const { layerId } = added;
    const result = await applyOp(app.store, { layerId, userId: user.id, op, cause, now });
    if (result.kind !== "accepted") throw new Error(JSON.stringify(result));
  }

  const ask = (query = "") =>
    GET(apiRequest("GET", `/x${query}`, { cookie }), { params: Promise.resolve({ projectId }) });
  const learn = async (query?: string): Promise<LearnedDictionary> => {
    const response = await ask(query);
    expect(response.status, await response.clone().text()).toBe(200);
    return learnedDictionarySchema.parse(await response.json());
  };
  return { app, user, projectId, idOf, addText, ask, learn };
}

describe("the dictionary of a project", () => {
  test("counts what was labelled by name of label, and where it had no label", async () => {
    const { addText, learn } = await setUp();
    await addText("🙂 Paris and Paris.", [
      ["Paris", "Place"],
      ["Paris", "Place", 1],
    ]);
    await addText("👩‍🔬 Paris came. Paris left, PARIS stayed.", [["Paris", "Person"]]);
    await addText("Nothing but paris.", [["Nothing", "constructor"]]);
    expect(await learn()).toEqual({
      texts: 3,
      entries: [
        { surface: "Paris", counts: { Place: 2, Person: 1 }, unlabelled: 2 },
        { surface: "Nothing", counts: Object.fromEntries([["constructor", 1]]), unlabelled: 0 },
      ],
    });
    const { entries } = await learn("?letterCase=exact");
    expect(entries[0]?.unlabelled).toBe(1);
  });

  test("learns from what people submitted alone, under the labels of now", async () => {
    const { user, projectId, idOf, addText, learn } = await setUp();
    await addText("Rome", [["Rome", "Place"]]);
    await addText("Berlin", [["Berlin", "Place"]], { state: "in_progress" });
    await addText("Madrid", [["Madrid", "Place"]], { cause: "model" });
    const place = { projectId, labelId: idOf("Place"), userId: user.id };
    await mergeLabel({ ...place, into: idOf("Person") });
    expect(await learn()).toEqual({
      texts: 1,
      entries: [{ surface: "Rome", counts: { Person: 1 }, unlabelled: 0 }],
    });
  });

  test("is empty before anything was submitted, and of texts alone", async () => {
    const { learn } = await setUp();
    expect(await learn()).toEqual({ texts: 0, entries: [] });
    const { ask } = await setUp("image");
    const response = await ask();
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "refused", reason: "wrong_media" });
  });

  test("of many texts it counts all spans, and reads some to know what had no label", async () => {
    const { app, projectId, addText } = await setUp();
    for (let n = 0; n < 450; n += 1) {
      await addText(`Oslo ${n} and Oslo`, n % 2 === 0 ? [["Oslo", "Place"]] : []);
    }
    const { databaseFile } = app.settings;
    const { texts, entries } = await learnDictionary(
      { databaseFile, projectId, letterCase: "smart", maxRead: 100 },
      { signal: new AbortController().signal },
    );
    expect(texts).toBe(450);
    expect(entries).toEqual([{ surface: "Oslo", counts: { Place: 225 }, unlabelled: 675 }]);
  });
});
