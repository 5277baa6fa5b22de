import { CciError, type ErrorDetails } from '../../pipeline/contract/index.ts';

/** Base of the errors of access: who asks is not known, or may not. */
export class AccessError extends CciError {}

/** Thrown when a request carries no session, or one that is expired, altered or of a person who is gone. */
export class SessionRefused extends AccessError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('session_refused', message, { hint: 'Sign in again.', ...details });
  }
}

/** Thrown when a good session names a tenant that the registry does not know (any more). */
export class TenantForbidden extends AccessError {
  constructor(details: ErrorDetails = {}) {
    super('tenant_forbidden', 'access: the tenant of this session is not known', details);
  }
}

/** Thrown when a request came under another host name than this machine's own, or from another site's page. */
export class OriginRefused extends AccessError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('origin_refused', message, details);
  }
}

/** Thrown when nobody of that id may sign in here. */
export class PersonUnknown extends AccessError {
  constructor() {
    super('person_unknown', 'access: nobody of this id may sign in here');
  }
}
