import * as z from "zod/mini";
import {
  type LayerSnapshot,
  layerSnapshotSchema,
  type OpAccepted,
  type OpConflict,
  type OpRequest,
  opAcceptedSchema,
  opConflictSchema,
} from "@/lib/annotation/protocol";

/** The protocol's answers as the saver understands them; only a bug makes a transport throw. */
export type SendAnswer =
  | { kind: "accepted"; answer: OpAccepted }
  | { kind: "conflict"; answer: OpConflict }
  | Failure;
export type PullAnswer = { kind: "pulled"; snapshot: LayerSnapshot } | Failure;

export type Failure =
  | { kind: "signed-out" }
  /** 426: the page has to be reloaded before anything more is sent. */
  | { kind: "outdated" }
  /** 413: fewer changes in one operation may still pass. */
  | { kind: "too-large"; problem: Problem }
  /** 403, 404, 410 and 422: trying again changes nothing. */
  | { kind: "refused"; status: number; problem: Problem }
  /** Nobody knows whether it arrived (no answer, 408, 425, 429, 5xx, a stranger's page). */
  | { kind: "unreachable"; reason: "network" | "server"; retryAfterMs: number | null };

/** RFC 9457, as every route of the API answers an error. */
export const problemSchema = z.object({
  title: z._default(z.string(), ""),
  code: z._default(z.string(), "unknown"),
  detail: z._default(z.string(), ""),
  requestId: z._default(z.string(), ""),
});
export type Problem = z.infer<typeof problemSchema>;

export interface Transport {
  send(layerId: string, request: OpRequest, signal: AbortSignal): Promise<SendAnswer>;
  /** The whole layer, or with `since` what was touched after that revision, tombstones included. */
  pull(layerId: string, since: number | null, signal: AbortSignal): Promise<PullAnswer>;
}

export function fetchTransport(
  options: { baseUrl?: string; fetch?: typeof globalThis.fetch } = {},
): Transport {
  const baseUrl = options.baseUrl ?? "";
  const doFetch: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const layerUrl = (layerId: string) => `${baseUrl}/api/v1/layers/${encodeURIComponent(layerId)}`;
  return {
    async send(layerId, request, signal) {
      const reply = await ask(doFetch, `${layerUrl(layerId)}/ops`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
        signal,
      });
      if (reply === null) return offline;
      if (reply.status === 200) {
        const answer = opAcceptedSchema.safeParse(reply.body);
        return answer.success ? { kind: "accepted", answer: answer.data } : notOurs;
      }
      if (reply.status === 409) {
        const answer = opConflictSchema.safeParse(reply.body);
        return answer.success ? { kind: "conflict", answer: answer.data } : failureOf(reply);
      }
      return failureOf(reply);
    },
    async pull(layerId, since, signal) {
      const query = since === null ? "" : `?since=${since}`;
      const reply = await ask(doFetch, `${layerUrl(layerId)}${query}`, {
        signal,
        cache: "no-store",
      });
      if (reply === null) return offline;
      if (reply.status !== 200) return failureOf(reply);
      const snapshot = layerSnapshotSchema.safeParse(reply.body);
      return snapshot.success ? { kind: "pulled", snapshot: snapshot.data } : notOurs;
    },
  };
}

const offline: Failure = { kind: "unreachable", reason: "network", retryAfterMs: null };
/** A 200 that is not our JSON comes from a captive portal or a proxy, not from the server. */
const notOurs: Failure = { kind: "unreachable", reason: "server", retryAfterMs: null };

type Reply = { status: number; body: unknown; retryAfter: string | null };

/** Null when there was no answer: offline, DNS, aborted, or cut off in the middle. */
async function ask(doFetch: typeof fetch, url: string, init: RequestInit): Promise<Reply | null> {
  try {
    const response = await doFetch(url, { ...init, credentials: "same-origin", redirect: "error" });
    const text = await response.text();
    const retryAfter = response.headers.get("retry-after");
    return { status: response.status, body: parseJson(text), retryAfter };
  } catch {
    // fetch does not tell its reasons apart, and all of them mean the same: it may have arrived.
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function failureOf({ status, body, retryAfter }: Reply): Failure {
  const parsed = problemSchema.safeParse(body);
  // A 404 page of a proxy in front of a restarting server must not count as the server's refusal.
  if (!parsed.success && REFUSALS.has(status)) return notOurs;
  const problem = parsed.success ? parsed.data : problemSchema.parse({});
  if (status === 401) return { kind: "signed-out" };
  if (status === 426) return { kind: "outdated" };
  if (status === 413) return { kind: "too-large", problem };
  if (REFUSALS.has(status)) return { kind: "refused", status, problem };
  const seconds = Number(retryAfter ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
  return { kind: "unreachable", reason: "server", retryAfterMs };
}

/** 400 and 409 without records are bugs on either side: kept, shown, not repeated for ever. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404, 405, 409, 410, 415, 422]);
