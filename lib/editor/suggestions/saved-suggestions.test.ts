import "fake-indexeddb/auto";
import { v7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { PROTOCOL_VERSION } from "@/lib/annotation/protocol";
import { driveEditor } from "../image/image-editor-driver";
import { joinSavers } from "../saving/joint-saver";
import { openOutbox } from "../saving/outbox";
import { createBrowserModel } from "../saving/testing/browser-model";
import { createServerModel } from "../saving/testing/server-model";
import { suggested } from "./testing/suggested";

const MODEL = { versionId: "nano@1", name: "Nano", version: "1" };
const car = suggested({
  id: "car1",
  score: 0.9,
  geometry: { kind: "box", x: 100, y: 40, w: 20, h: 10 },
});
const van = { ...car, id: "car2", score: 0.7, geometry: { ...car.geometry, y: 60 } };

let servers: Record<string, ReturnType<typeof createServerModel>>;
let browser: ReturnType<typeof createBrowserModel>;

beforeEach(async () => {
  const item = createServerModel("item");
  const nano = createServerModel("nano");
  servers = { item, nano };
  // What the model said, before anybody looks.
  const changes = [car, van].map((after) => ({ id: after.id, after }));
  nano.send({
    ...{ protocol: PROTOCOL_VERSION, clientId: "run", opId: "run", baseRev: 0, at: 1 },
    changes,
  });
  const outbox = await openOutbox(`suggestions-${v7()}`);
  const serverOf = (layerId: string) => servers[layerId] ?? item;
  browser = createBrowserModel({ server: item, serverOf, outbox, nextFate: () => "arrives" });
});

/** The item as a tab opens it: its own layer, and the model's with a lane of its own. */
async function openTab(history?: unknown) {
  const tab = browser.openTab();
  const main = await browser.until(tab.saving.open(snapshot("item")));
  const layer = await browser.until(tab.saving.open(snapshot("nano")));
  const saver = joinSavers(main.saver);
  saver.add("nano", layer.saver);
  const driver = driveEditor({
    annotations: main.document,
    suggestions: [{ layerId: "nano", model: MODEL, title: null, document: layer.document }],
    history,
  });
  const open = () => driver.editor.suggestions.open().map(({ annotation }) => annotation.id);
  return { ...tab, ...driver, saver, open };
}

function snapshot(layerId: string) {
  const server = servers[layerId];
  if (!server) throw new Error(`There is no layer ${layerId}.`);
  return server.snapshot(null);
}
const idsOn = (layerId: string) => [...(servers[layerId]?.annotations().keys() ?? [])].sort();

test("what is accepted and rejected reaches its own layer, and the badge waits for both", async () => {
  const { run, saver } = await openTab();
  run("suggestions.next").run("suggestions.accept");
  run("suggestions.reject");
  expect(saver.status()).toMatchObject({ kind: "saving", waiting: 2 });
  await browser.pass(1_000);
  expect(saver.status()).toMatchObject({ kind: "saved", waiting: 0 });
  expect(idsOn("item")).toEqual(["car1"]);
  expect(idsOn("nano")).toEqual(["car1"]);
});

test("undo takes back both on the server", async () => {
  const { run } = await openTab();
  run("suggestions.next").run("suggestions.accept").run("suggestions.reject");
  await browser.pass(1_000);
  run("edit.undo").run("edit.undo");
  await browser.pass(1_000);
  expect(idsOn("item")).toEqual([]);
  expect(idsOn("nano")).toEqual(["car1", "car2"]);
});

test("rejected offline: the badge says so, a crash loses nothing, and it is sent when one is back", async () => {
  const first = await openTab();
  browser.setOffline(true);
  first.run("suggestions.next").run("suggestions.reject");
  await browser.pass(60_000);
  expect(first.saver.status()).toMatchObject({ kind: "offline", waiting: 1 });
  const history: unknown = JSON.parse(JSON.stringify(first.editor.history.save()));
  first.crash();
  const again = await openTab(history);
  expect(again.open()).toEqual(["car2"]);
  expect(again.saver.status().waiting).toBe(1);
  browser.setOffline(false);
  await browser.pass(120_000);
  expect(again.saver.status().kind).toBe("saved");
  expect(idsOn("nano")).toEqual(["car2"]);
  again.run("edit.undo");
  await browser.pass(1_000);
  expect(idsOn("nano")).toEqual(["car1", "car2"]);
});

test("two tabs: what one decides the other shows, and deciding the same twice is no conflict", async () => {
  const one = await openTab();
  const two = await openTab();
  one.run("suggestions.next").run("suggestions.reject");
  await browser.pass(1_000);
  expect(two.open()).toEqual(["car2"]);
  browser.setOffline(true);
  for (const tab of [one, two]) tab.run("suggestions.next").run("suggestions.reject");
  browser.setOffline(false);
  await browser.pass(120_000);
  for (const tab of [one, two]) {
    expect(tab.saver.status()).toMatchObject({ kind: "saved", conflicts: [] });
    expect(tab.open()).toEqual([]);
  }
  expect(idsOn("nano")).toEqual([]);
});

test("accepted in one tab and corrected in the other: the item's own conflict, as with any box", async () => {
  const one = await openTab();
  const two = await openTab();
  browser.setOffline(true);
  one.run("suggestions.next").run("suggestions.accept");
  two.drag([110, 45], [130, 45]);
  browser.setOffline(false);
  await browser.pass(120_000);
  const conflicted = [one, two].filter((tab) => tab.saver.status().kind === "conflict");
  expect(conflicted).toHaveLength(1);
  conflicted[0]?.saver.resolve("car1", "mine");
  await browser.pass(120_000);
  expect(idsOn("item")).toEqual(["car1"]);
});

test("a label renamed under a rejection does not bring the suggestion back, nor ask anybody", async () => {
  const { run, saver, open } = await openTab();
  browser.setOffline(true);
  run("suggestions.next").run("suggestions.reject");
  await browser.settle();
  const relabelled = { ...car, labelId: "vehicle" };
  servers["nano"]?.send({
    ...{ protocol: PROTOCOL_VERSION, clientId: "label", opId: "label", baseRev: 1, at: 2 },
    changes: [{ id: "car1", after: relabelled }],
  });
  browser.setOffline(false);
  await browser.pass(120_000);
  expect(saver.status()).toMatchObject({ kind: "saved", conflicts: [] });
  expect(open()).toEqual(["car2"]);
  expect(idsOn("nano")).toEqual(["car2"]);
});

test("closing the item sends what waits in every layer", async () => {
  const { run, saver } = await openTab();
  run("suggestions.next").run("suggestions.accept").run("suggestions.reject");
  await browser.until(saver.dispose());
  expect(idsOn("item")).toEqual(["car1"]);
  expect(idsOn("nano")).toEqual(["car1"]);
});

test("work to be saved as a file has the layers of suggestions in it", async () => {
  const { run, saver } = await openTab();
  browser.setOffline(true);
  run("suggestions.next").run("suggestions.reject");
  expect(saver.unsent()).toMatchObject({
    layerId: "item",
    operations: [],
    suggestions: [{ layerId: "nano", operations: [{ changes: [{ id: "car1", after: null }] }] }],
  });
});
