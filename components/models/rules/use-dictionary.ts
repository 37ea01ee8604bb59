import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiFetch } from "@/lib/api/client";
import { learnedDictionarySchema } from "@/lib/api/models";
import type { LetterCase } from "@/lib/models/rules/text-rule";
import type { Entries } from "./rules-form";

const NONE: Entries = [];

/** The words of the last version, or those of the submitted texts as they are now. */
export function useDictionary(
  projectId: string,
  {
    before,
    letterCase,
  }: { before: { entries: Entries; version: string } | null; letterCase: LetterCase },
) {
  const [isLearned, setLearned] = useState(before === null);
  const { data, isFetching, isError, refetch } = useQuery({
    queryKey: ["dictionary", projectId, letterCase],
    enabled: isLearned,
    // What is counted is as of now, and nobody waits for it but this dialog.
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/projects/${projectId}/dictionary?letterCase=${letterCase}`, {
        schema: learnedDictionarySchema,
        signal,
      }),
  });
  return {
    entries: (isLearned ? data?.entries : before?.entries) ?? NONE,
    /** How many there were; null: not counted now. */
    texts: isLearned ? (data?.texts ?? null) : null,
    version: isLearned ? null : (before?.version ?? null),
    isLearning: isFetching,
    hasFailed: isLearned && isError && !isFetching,
    learn: () => {
      if (isLearned) void refetch();
      else setLearned(true);
    },
  };
}
