"use client";

import { useMessages } from "use-intl";

/** Looked up in this order; each holds titles under the keys that commands name. */
const NAMESPACES = ["commands", "app-commands"] as const;

/** Title of a command in the reader's language; the key itself shows what is missing. */
export function useCommandTitle(): (command: { title: string }) => string {
  const messages = useMessages();
  return ({ title }) => {
    for (const namespace of NAMESPACES) {
      const found = find(messages, [namespace, ...title.split(".")]);
      if (found !== undefined) return found;
    }
    return title;
  };
}

function find(tree: unknown, path: readonly string[]): string | undefined {
  let node: unknown = tree;
  for (const key of path) {
    if (typeof node !== "object" || node === null) return undefined;
    node = new Map<string, unknown>(Object.entries(node)).get(key);
  }
  return typeof node === "string" ? node : undefined;
}
