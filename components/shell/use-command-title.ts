"use client";

import { useMessages } from "use-intl";

/** Looked up in this order; each holds titles under the keys that commands name. */
const NAMESPACES = ["commands", "app-commands", "items-commands"] as const;

type Titled = { title: string; titleValues?: Readonly<Record<string, string>> };

/** Title of a command in the reader's language; the key itself shows what is missing. */
export function useCommandTitle(): (command: Titled) => string {
  const messages = useMessages();
  return ({ title, titleValues = {} }) => {
    for (const namespace of NAMESPACES) {
      const found = find(messages, [namespace, ...title.split(".")]);
      if (found !== undefined) return fill(found, titleValues);
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

function fill(title: string, values: Readonly<Record<string, string>>): string {
  return title.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? "");
}
