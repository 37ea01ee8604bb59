"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { itemsKey } from "./use-items";

/** While many work, the list is asked for anew so often at most. */
const REFRESH_MS = 3_000;

/** Names of those who have an item open, by item. */
export type PeopleByItem = ReadonlyMap<string, readonly string[]>;
const NOBODY: PeopleByItem = new Map();

/** Keeps the list of items as it is now, and knows who is where. */
export function useItemsLive(projectId: string): PeopleByItem {
  const client = useQueryClient();
  const [people, setPeople] = useState(NOBODY);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(projectId, ["presence", "item", "items", "layer"], (news) => {
    if (news.kind === "presence") {
      const byItem = new Map<string, string[]>();
      for (const { itemId, name } of news.people) {
        const names = byItem.get(itemId) ?? [];
        if (!names.includes(name)) byItem.set(itemId, [...names, name]);
      }
      setPeople(byItem);
      return;
    }
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: itemsKey(projectId) });
    }, REFRESH_MS);
  });
  return people;
}
