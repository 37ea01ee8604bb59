import * as z from "zod/mini";

/** RFC 9457 as our API sends it; better-auth's own routes send only code and message. */
const problemSchema = z.object({
  code: z.optional(z.string()),
  detail: z.optional(z.string()),
  message: z.optional(z.string()),
  requestId: z.optional(z.string()),
  errors: z._default(
    z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    [],
  ),
});

export interface ApiFieldError {
  path: string;
  code: string;
  message: string;
}

/** The server refused, or could not be reached: then `code` is "network" and `status` 0. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** A sentence in English; translate by `code` where a translation exists. */
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly errors: readonly ApiFieldError[];
  /** The whole problem document, for members beyond the standard ones. */
  readonly body: unknown;
  constructor(problem: {
    code: string;
    status: number;
    detail: string;
    requestId?: string | undefined;
    errors?: readonly ApiFieldError[];
    body?: unknown;
    cause?: unknown;
  }) {
    super(problem.detail, { cause: problem.cause });
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
    this.body = problem.body;
  }
}

interface ApiRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON; a Blob or FormData as it is. */
  body?: unknown;
  /** Beyond those that follow from the body. */
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Asks the API and checks the answer against `schema`; without one nothing is read.
 * Throws ApiError for refusals and for a server out of reach, the abort reason when aborted,
 * ZodError when the answer has another shape than the schema says.
 */
export function apiFetch<S extends z.core.$ZodType>(
  path: string,
  request: ApiRequest & { schema: S },
): Promise<z.output<S>>;
export function apiFetch(path: string, request?: ApiRequest): Promise<undefined>;
export async function apiFetch(
  path: string,
  {
    method = "GET",
    body,
    headers = {},
    schema,
    signal,
  }: ApiRequest & { schema?: z.core.$ZodType } = {},
): Promise<unknown> {
  const isRaw = body instanceof Blob || body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiError({
      code: "network",
      status: 0,
      detail: "The server cannot be reached.",
      cause,
    });
  }
  if (!response.ok) throw await readProblem(response);
  if (schema === undefined) return undefined;
  return z.parse(schema, response.status === 204 ? undefined : await response.json());
}

async function readProblem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = problemSchema.safeParse(body);
  const problem = parsed.success ? parsed.data : undefined;
  return new ApiError({
    code: (problem?.code ?? codeOfStatus(response.status)).toLowerCase(),
    status: response.status,
    detail: problem?.detail ?? problem?.message ?? `The server answered ${response.status}.`,
    requestId: problem?.requestId ?? response.headers.get("x-request-id") ?? undefined,
    errors: problem?.errors ?? [],
    body,
  });
}

/** For answers that carry no document: a reverse proxy's, a rate limiter's. */
function codeOfStatus(status: number): string {
  if (status === 413) return "too_large";
  if (status === 429) return "too_many_requests";
  if (status === 502 || status === 503 || status === 504) return "unavailable";
  return "internal";
}
