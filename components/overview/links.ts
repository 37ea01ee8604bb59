type Value = string | number | undefined | readonly string[];

/** The items of a project under some conditions: the address of the view that a number leads to. */
export function itemsHref(projectId: string, filter: Readonly<Record<string, Value>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) params.set(name, String(value));
  }
  const query = params.toString();
  return `/projects/${projectId}/items${query === "" ? "" : `?${query}`}`;
}

export const DAY_MS = 86_400_000;

/** Items that were submitted on a day (UTC), or on some days. */
export function onDays(from: number, to: number = from): { from: number; to: number } {
  return { from: from * DAY_MS, to: (to + 1) * DAY_MS };
}
