"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch } from "@/lib/api/client";
import { accountSchema } from "@/lib/api/people";

export const ACCOUNT_KEY = ["account"];

/** How the person signs in. */
export function useAccount() {
  return useQuery({
    queryKey: ACCOUNT_KEY,
    queryFn: ({ signal }) => apiFetch("/api/v1/account", { schema: accountSchema, signal }),
  });
}
