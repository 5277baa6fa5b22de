import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CciError, DocumentRefused } from '../../pipeline/contract/index.ts';
import { OriginRefused, PersonUnknown, SessionRefused, TenantForbidden } from '../access/index.ts';
import { AddressUnknown, CallUnknown, PageNotBuilt, QuestionRefused } from './errors.ts';

/** What an answer says when it cannot say what was asked for. */
export interface FailureBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly where?: string;
    readonly hint?: string;
  };
}

const STATUS: readonly [new (...parameters: never[]) => CciError, ContentfulStatusCode][] = [
  [SessionRefused, 401],
  [TenantForbidden, 403],
  [OriginRefused, 403],
  [PersonUnknown, 404],
  [QuestionRefused, 400],
  [CallUnknown, 404],
  [AddressUnknown, 404],
  [PageNotBuilt, 503],
  [DocumentRefused, 503],
];

/** The HTTP status of an error; 500 for what is nobody's request's fault. */
export function statusOf(error: unknown): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status;
  return STATUS.find(([kind]) => error instanceof kind)?.[1] ?? 500;
}

/** Answers an error as JSON. Errors that are not of the request say nothing of themselves: their text may hold content or SQL. */
export function answerFailure(context: Context, error: unknown): Response {
  const status = statusOf(error);
  context.header('Cache-Control', 'no-store');
  return context.json<FailureBody, ContentfulStatusCode>({ error: described(error, status) }, status);
}

function described(error: unknown, status: number): FailureBody['error'] {
  if (status === 500)
    return {
      code: 'internal',
      message: 'api: this did not work, and the reason is in the log of the server',
    };
  if (!(error instanceof CciError))
    return { code: 'request_refused', message: 'api: the request is not understood' };
  const { code, message, where, hint } = error;
  return { code, message, ...(where !== undefined && { where }), ...(hint !== undefined && { hint }) };
}
