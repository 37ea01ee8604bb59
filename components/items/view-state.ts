import { type ItemFilter, itemFilterSchema } from "@/lib/api/items";

export const LAYOUTS = ["grid", "table"] as const;
export type Layout = (typeof LAYOUTS)[number];
export const SIZES = ["s", "m", "l"] as const;
export type Size = (typeof SIZES)[number];

/** Everything that the address of the items view says. */
export type ViewState = { filter: ItemFilter; layout: Layout; size: Size };

const DEFAULTS = itemFilterSchema.parse({});

/** Reads an address; what it says wrongly counts as not said. */
export function readViewState(params: URLSearchParams): ViewState {
  const given: Record<string, unknown> = {};
  for (const key of Object.keys(itemFilterSchema.shape)) {
    const value = params.get(key);
    if (value === null || value === "") continue;
    if (itemFilterSchema.safeParse({ [key]: value }).success) given[key] = value;
  }
  return {
    filter: itemFilterSchema.parse(given),
    layout: LAYOUTS.find((layout) => layout === params.get("view")) ?? "grid",
    size: SIZES.find((size) => size === params.get("size")) ?? "m",
  };
}

/** The query string of a filter, without what is as usual; equal filters give equal strings. */
export function filterQuery(filter: ItemFilter): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === undefined || value === "" || isUsual(key, value)) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    params.set(key, String(value));
  }
  return params.toString();
}

function isUsual(key: string, value: unknown): boolean {
  return new Map<string, unknown>(Object.entries(DEFAULTS)).get(key) === value;
}

export function viewQuery({ filter, layout, size }: ViewState): string {
  const params = new URLSearchParams(filterQuery(filter));
  if (layout !== "grid") params.set("view", layout);
  if (size !== "m") params.set("size", size);
  return params.toString();
}

/** The filter without conditions; the order stays. */
export function withoutConditions({ sort, dir }: ItemFilter): ItemFilter {
  return { sort, dir };
}

export function hasConditions(filter: ItemFilter): boolean {
  return filterQuery(filter) !== filterQuery(withoutConditions(filter));
}

/** `path?query`, without the mark where there is no query. */
export function withQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}
