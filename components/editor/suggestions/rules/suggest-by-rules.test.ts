import { expect, test } from "vitest";
import type { Label } from "@/lib/annotation/label";
import { driveText } from "@/lib/editor/text/text-editor-driver";
import type { RuleSettings } from "./rule-settings";
import { findByRules, rulesLayer } from "./suggest-by-rules";

const TEXT = "😀 Ada Lovelace met Dr. John Smith in Berlin. Write to ada@example.org. Ada smiled.";
const LABELS: readonly Label[] = ["Person", "Place", "Contact"].map((name, position) => ({
  id: `l-${name}`,
  name,
  color: "#aa3355",
  hotkey: String(position + 1),
  geometries: ["interval"],
  position,
}));
const NOTHING_CHOSEN: RuleSettings = { labels: {}, usesDictionary: true, learned: [] };

async function open(settings: Partial<RuleSettings>, rejected: readonly string[] = []) {
  const options = { settings: { ...NOTHING_CHOSEN, ...settings }, labels: LABELS };
  const found = await findByRules(TEXT, { ...options, signal: new AbortController().signal });
  const layer = rulesLayer(found, { labels: LABELS, name: "Rules", rejected: new Set(rejected) });
  const driver = driveText(TEXT, { labels: LABELS, suggestions: [layer] });
  const said = driver.editor.suggestions.open().map(({ annotation }) => annotation);
  return { driver, said: said.map(({ labelId, text }) => `${labelId}:${text}`), layer };
}

test("labels whose names say it are found without a setting; others only when they are chosen", async () => {
  const { said } = await open({});
  expect(said).toEqual([
    "l-Person:Ada Lovelace",
    "l-Person:Dr. John Smith",
    "l-Place:Berlin",
    "l-Person:Ada",
  ]);
  const chosen = { "english.person": null, "pattern.email": "l-Contact" };
  const { said: other } = await open({ labels: chosen });
  expect(other).toEqual(["l-Place:Berlin", "l-Contact:ada@example.org"]);
});

test("what was labelled in other texts is suggested in this one", async () => {
  const labels = { "english.person": null, "english.place": null };
  const { said } = await open({ labels, learned: [["other", [["Ada", "l-Person"]]]] });
  expect(said.filter((each) => each === "l-Person:Ada").length).toBeGreaterThanOrEqual(2);
});

test("what was rejected or accepted is not said again, as its id follows from what it says", async () => {
  const { driver, layer } = await open({});
  driver.run("suggestions.next", "suggestions.accept", "suggestions.reject");
  const rejected = [...(await open({})).layer.document.current().keys()].filter(
    (id) => !layer.document.current().has(id),
  );
  const again = await open({}, rejected);
  driver.editor.suggestions.add(again.layer);
  expect(driver.editor.suggestions.open()).toHaveLength(2);
});
