import { CciError, type ErrorDetails } from '../../pipeline/contract/index.ts';

/** Base of the errors of the API: what was asked for is not understood or not there. */
export class ApiError extends CciError {}

/** Thrown when a query parameter or a body is not what it must be; `where` names it. */
export class QuestionRefused extends ApiError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('question_refused', message, details);
  }
}

/** Thrown when the tenant has no call of that id, whoever else may have one. */
export class CallUnknown extends ApiError {
  constructor() {
    super('call_unknown', 'api: there is no call of this id');
  }
}

/** Thrown when an address under /api is none of the API's. */
export class AddressUnknown extends ApiError {
  constructor() {
    super('address_unknown', 'api: there is nothing at this address');
  }
}

/** Thrown when the folder of the built page has no page in it. */
export class PageNotBuilt extends ApiError {
  constructor(details: ErrorDetails = {}) {
    super('page_not_built', 'api: the page is not built', {
      hint: 'Run `npm run prepare` and start again.',
      ...details,
    });
  }
}
