import "server-only";

/** Every code that the API answers with, and its HTTP status. Clients translate by code. */
export const ERROR_STATUS = {
  invalid_request: 400,
  not_signed_in: 401,
  invalid_api_token: 401,
  forbidden: 403,
  wrong_origin: 403,
  second_factor_required: 403,
  password_off: 403,
  not_found: 404,
  conflict: 409,
  already_set_up: 409,
  email_taken: 409,
  name_taken: 409,
  hotkey_taken: 409,
  last_manager: 409,
  last_owner: 409,
  gone: 410,
  invitation_invalid: 410,
  invalid_token: 410,
  too_large: 413,
  unsupported_media: 415,
  refused: 422,
  client_outdated: 426,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  storage_full: 507,
} as const;
export type ErrorCode = keyof typeof ERROR_STATUS;

export type FieldError = { path: string; code: string; message: string };

/** A failure with a name: `code` for programs, `message` a sentence for the person. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  /** Further members of the problem document (RFC 9457 extensions). */
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      errors?: readonly FieldError[];
      extra?: Record<string, unknown>;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.errors = options.errors ?? [];
    this.extra = options.extra ?? {};
  }
  get status(): number {
    return ERROR_STATUS[this.code];
  }
}
