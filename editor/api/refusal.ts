/** One thing wrong with what was sent; `path` is where, as in `settings.quietHours.from`. */
export interface FieldFault {
  path: string;
  message: string;
}

/** The body of a refusal (RFC 9457), as the API writes it. */
export interface ProblemBody {
  code?: string;
  status?: number;
  title?: string;
  detail?: string;
  errors?: FieldFault[];
  [extra: string]: unknown;
}

/**
 * The API said no, or could not be reached (`code` is then `offline`, `status` 0). `body` has what else it said,
 * such as the current draft beside a 412.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly faults: FieldFault[];
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.name = 'Refusal';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : 'internal');
    this.detail = this.message;
    this.faults = body.errors ?? [];
    this.body = body;
  }

  /** What is wrong with one field, by the end of its path: `faultOf('email')` finds `owner.email`. */
  faultOf(field: string): string | undefined {
    return this.faults.find(({ path }) => path === field || path.endsWith(`.${field}`))?.message;
  }
}

export const isRefusal = (error: unknown, code?: string): error is Refusal =>
  error instanceof Refusal && (code === undefined || error.code === code);
