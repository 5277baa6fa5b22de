import { CciError, type ErrorDetails } from '../contract/index.ts';

/** Base of the errors of landing: a call that cannot become a raw document. */
export class LandError extends CciError {}

/** Thrown when a sidecar is not what docs/formats.md says. */
export class SidecarRefused extends LandError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('bad_sidecar', message, details);
  }
}

/** Thrown when the newest document of a call is damaged or gone, and no older one has the same content. */
export class CallUnreadable extends LandError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('call_unreadable', message, details);
  }
}

/** Thrown when the content names another tenant than the one it is landed for. */
export class WrongTenant extends LandError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('wrong_tenant', message, details);
  }
}
