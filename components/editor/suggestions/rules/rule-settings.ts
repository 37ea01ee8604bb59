import * as z from "zod/mini";
import type { StoreApi } from "zustand/vanilla";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import { labelTakes } from "@/lib/editor/label-takes";
import { createStoredStore } from "@/lib/editor/stored";
import { READY_PATTERNS } from "@/lib/models/rules/patterns";
import { ENGLISH_KINDS } from "@/lib/models/rules/text-rule";
import { usualLabel } from "@/lib/models/rules/usual-names";

/** What can be looked for in a text without a model, each under a label of the project. */
export const FINDS = [
  ...ENGLISH_KINDS.map((kind) => `english.${kind}` as const),
  ...READY_PATTERNS.map(({ id }) => `pattern.${id}` as const),
];
export type Find = (typeof FINDS)[number];

/** So many texts and spans of each are remembered: a browser keeps some megabytes for a page. */
const KEPT_TEXTS = 100;
const KEPT_SPANS = 200;

const settingsSchema = z.object({
  /** Id of a label by what is found; null: not looked for. Left out: nobody has chosen yet. */
  labels: z.catch(z.record(z.string(), z.nullable(z.string())), {}),
  usesDictionary: z.catch(z.boolean(), true),
  /** What was labelled in the texts that were open here: [surface, label] by item, the newest last. */
  learned: z.catch(z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))])), []),
});
export type RuleSettings = z.output<typeof settingsSchema>;
export type RuleStore = StoreApi<RuleSettings>;

const stores = new Map<string, RuleStore>();

/** The person's own, for a project, kept in this browser. */
export function ruleStore(projectId: string): RuleStore {
  const known = stores.get(projectId);
  if (known) return known;
  const key = `trazo.rules.${projectId}`;
  const made = createStoredStore({ key, schema: settingsSchema, storage: window.localStorage });
  stores.set(projectId, made);
  return made;
}

/** The label of what is found: the one that was chosen, else one whose name says it. */
export function labelOf(
  { labels: chosen }: RuleSettings,
  find: Find,
  labels: readonly Label[],
): string | null {
  const spans = spanLabels(labels);
  const id = chosen[find];
  if (id !== undefined) return spans.find((label) => label.id === id)?.id ?? null;
  const kind = ENGLISH_KINDS.find((each) => find === `english.${each}`);
  return (kind && usualLabel(kind, spans)?.id) ?? null;
}

export function spanLabels(labels: readonly Label[]): Label[] {
  return labels.filter((label) => labelTakes(label, "interval"));
}

/** Remembers what was labelled in a text, in place of what was known of it. */
export function remember(
  store: RuleStore,
  itemId: string,
  annotations: Iterable<Annotation>,
): void {
  const spans: [string, string][] = [];
  for (const { geometry, text = "", labelId } of annotations) {
    if (geometry.kind !== "interval" || text === "" || spans.length >= KEPT_SPANS) continue;
    spans.push([text, labelId]);
  }
  const others = store.getState().learned.filter(([id]) => id !== itemId);
  if (spans.length === 0 && others.length === store.getState().learned.length) return;
  const learned: RuleSettings["learned"] = [...others, [itemId, spans]];
  store.setState({ learned: learned.slice(-KEPT_TEXTS) });
}
