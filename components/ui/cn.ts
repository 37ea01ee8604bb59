import { type ClassValue, clsx } from "clsx";

/** By class, as there are some hundred of them and lists ask again for every row. */
const known = new Map<string, readonly string[]>();

/** Joins class names; of two Tailwind classes for one property the later wins. */
export function cn(...inputs: ClassValue[]): string {
  const kept: string[] = [];
  const isSet = new Set<string>();
  for (const name of clsx(inputs).split(/\s+/).reverse()) {
    const properties = known.get(name) ?? propertiesOf(name);
    known.set(name, properties);
    if (properties.length > 0 && properties.every((property) => isSet.has(property))) continue;
    for (const property of properties) isSet.add(property);
    kept.push(name);
  }
  return kept.reverse().join(" ");
}

/** `hover:px-2` → `hover:pl`, `hover:pr`. None for what is not known: it stays beside everything. */
function propertiesOf(name: string): string[] {
  const [, modifiers = "", utility = ""] =
    /^((?:(?:\[[^\]]*\]|\([^)]*\)|[^:[(])+:)*)(.*)$/.exec(name) ?? [];
  const [, mark = "", bare = ""] = /^(!?)-?(.*?)!?$/.exec(utility) ?? [];
  const isImportant = mark !== "" || utility.endsWith("!");
  const found = EXACT.find(([pattern]) => pattern.test(bare))?.[1] ?? byBeginning(bare);
  const scope = `${modifiers}${isImportant ? "!" : ""}`;
  return found === undefined ? [] : found.split(" ").map((property) => scope + property);
}

function byBeginning(utility: string): string | undefined {
  const written = /^\[([a-z-]+):/.exec(utility)?.[1];
  if (written !== undefined) return written;
  const [, long = "", short = ""] = /^(([a-z]+)(?:-[a-z]+)?)(?:-|$)/.exec(utility) ?? [];
  return BEGINNINGS.get(long) ?? BEGINNINGS.get(short);
}

/** Utilities whose beginning has several meanings, or that are a word of their own. */
const EXACT: readonly (readonly [RegExp, string])[] = [
  [/^(block|contents|flex|grid|hidden|inline-flex|table|table-cell|table-row)$/, "display"],
  [/^(absolute|fixed|relative|static|sticky)$/, "position"],
  [/^(in)?visible$/, "visibility"],
  [/^line-clamp-/, "display overflow-x overflow-y"],
  [/^(truncate|text-ellipsis)$/, "text-overflow"],
  [/^text-(xs|sm|base|lg|\d?xl|\[\d.*)$/, "font-size line-height"],
  [/^text-(left|center|right|start|end)$/, "text-align"],
  [/^text-(balance|nowrap|pretty|wrap)$/, "text-wrap"],
  [/^(no-underline|underline)$/, "text-decoration"],
  [/^font-(mono|sans)$/, "font-family"],
  [/^border(-\d)?$/, "border-t border-r border-b border-l"],
  [/^border-t(-\d)?$/, "border-t"],
  [/^border-r(-\d)?$/, "border-r"],
  [/^border-b(-\d)?$/, "border-b"],
  [/^border-l(-\d)?$/, "border-l"],
  [/^border-(dashed|solid|none)$/, "border-style"],
  [/^border-(collapse|separate)$/, "border-collapse"],
  [/^outline(-\d)?$/, "outline-width"],
  [/^outline-none$/, "outline-style"],
  [/^inset-ring-\d$/, "inset-ring-width"],
  [/^inset-ring-/, "inset-ring-color"],
  [/^flex-(col|row)/, "flex-direction"],
  [/^flex-(nowrap|wrap)$/, "flex-wrap"],
];

/** The others, by what is before their value. */
const BEGINNINGS: ReadonlyMap<string, string> = new Map([
  ...same("w h z min-w max-w min-h max-h aspect top right bottom left gap-x gap-y basis grow"),
  ...same(
    "shrink items justify self content origin object fill opacity bg shadow cursor rounded-b rounded-t",
  ),
  ...same("overflow-x overflow-y whitespace select resize break outline-offset animate"),
  ...same("align tracking col-span border-spacing"),
  ...same("pt pr pb pl mt mr mb ml transition underline-offset justify-items justify-self"),
  ["p", "pt pr pb pl"],
  ["px", "pl pr"],
  ["py", "pt pb"],
  ["m", "mt mr mb ml"],
  ["mx", "ml mr"],
  ["my", "mt mb"],
  ["inset", "top right bottom left"],
  ["inset-x", "left right"],
  ["inset-y", "top bottom"],
  ["size", "w h"],
  ["gap", "gap-x gap-y"],
  ["flex", "basis grow shrink"],
  ["grid-cols", "grid-template-columns"],
  ["overflow", "overflow-x overflow-y"],
  ["rounded", "rounded rounded-b rounded-t"],
  ["font", "font-weight"],
  ["leading", "line-height"],
  ["text", "color"],
  ["border", "border-color"],
  ["outline", "outline-color"],
]);

function same(names: string): (readonly [string, string])[] {
  return names.split(" ").map((name) => [name, name] as const);
}
