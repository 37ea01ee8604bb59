import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { apiFetch } from "@/lib/api/client";
import { type Project, projectSchema } from "@/lib/api/projects";
import type { OpenedItem } from "./item-opener";

/** For those who only look. */
const REFRESH_MS = 30_000;
/** While somebody works, not more often than this. */
const WORKING_REFRESH_MS = 5_000;

/**
 * Labels and guide as they are now: a manager may change them while people work. Asked for when the
 * page is looked at again, after a save, and at once when others' work shows that labels changed.
 */
export function useProject(initialData: Project, opened: OpenedItem | null): Project {
  const { data, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["project", initialData.id],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${initialData.id}`, { schema: projectSchema, signal }),
    initialData,
    refetchInterval: REFRESH_MS,
    // The query itself hears only of tabs that were out of sight, not of windows side by side.
    refetchOnWindowFocus: false,
  });
  const askedAt = useRef(dataUpdatedAt);
  useEffect(() => {
    askedAt.current = dataUpdatedAt;
  }, [dataUpdatedAt]);

  useEffect(() => {
    const ask = () => {
      askedAt.current = Date.now();
      void refetch();
    };
    window.addEventListener("focus", ask);
    if (!opened) return () => window.removeEventListener("focus", ask);
    const { editor, saver } = opened;
    let waiting = saver.status().waiting;
    const ends = [
      editor.document.subscribe((patch, origin) => {
        const isRelabelled = [...patch.values()].some(
          ({ before, after }) => before && after && before.labelId !== after.labelId,
        );
        if (origin === "remote" && isRelabelled) ask();
      }),
      saver.subscribe(() => {
        const before = waiting;
        waiting = saver.status().waiting;
        if (waiting < before && Date.now() - askedAt.current > WORKING_REFRESH_MS) ask();
      }),
    ];
    return () => {
      window.removeEventListener("focus", ask);
      for (const end of ends) end();
    };
  }, [opened, refetch]);
  return data;
}
