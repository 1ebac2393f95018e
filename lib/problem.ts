/**
 * Every expected refusal, by code: the HTTP status it becomes and its short title (RFC 9457).
 * Codes are promises to integrations; add, never rename.
 */
export const problems = {
  bad_json: { status: 400, title: 'The body is not JSON' },
  bad_request: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'Please sign in' },
  bad_signature: { status: 401, title: 'The signature does not match' },
  stale_timestamp: { status: 401, title: 'The delivery is too old' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  not_acceptable: { status: 406, title: 'No such representation' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'Conflict' },
  may_not_send: { status: 409, title: 'This customer may not be written to' },
  quiet_hours: { status: 409, title: 'It is a quiet hour where the customer is' },
  plan_changed: { status: 409, title: 'The counts have changed' },
  still_running: { status: 409, title: 'The first request is still running' },
  gone: { status: 410, title: 'No longer available' },
  precondition_failed: { status: 412, title: 'Somebody else has changed this' },
  too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'Unsupported content type' },
  invalid: { status: 422, title: 'Something in the request is not right' },
  reserved_type: { status: 422, title: 'This event type is made by Journeyman itself' },
  idempotency_key_reused: { status: 422, title: 'This idempotency key was used for another request' },
  cannot_publish: { status: 422, title: 'This journey cannot run yet' },
  precondition_required: { status: 428, title: 'Say which version you are changing' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with a request; `path` is where, as in `[3].customer.email`, empty for the whole. */
export interface FieldError {
  path: string;
  message: string;
}

export interface ProblemDetails {
  errors?: FieldError[];
  /** Further members of the answer, such as the current draft beside a 412. */
  extras?: Record<string, unknown>;
  /** Of the thing as it is now: sent as `ETag`. */
  etag?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * A refusal we expected. `detail` is for the person who reads it: what happened, what to do next;
 * never another customer's facts, never a secret.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: FieldError[];
  readonly extras?: Record<string, unknown>;
  readonly etag?: string;
  readonly retryAfterSeconds?: number;

  constructor(code: ProblemCode, detail: string, details: ProblemDetails = {}) {
    super(detail, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Problem';
    this.code = code;
    this.detail = detail;
    if (details.errors) this.errors = details.errors;
    if (details.extras) this.extras = details.extras;
    if (details.etag !== undefined) this.etag = details.etag;
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get status(): number {
    return problems[this.code].status;
  }

  get title(): string {
    return problems[this.code].title;
  }

  /** The body of the answer, `application/problem+json` (RFC 9457). The standard members win over extras. */
  toBody(): Record<string, unknown> {
    return {
      ...this.extras,
      type: 'about:blank',
      title: this.title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
    };
  }
}
