/** Landing: an offered file becomes a raw call document, a duplicate, something kept in quarantine, or is refused as erased. */
export { HASH_ID_LENGTH } from './assemble.ts';
export { CallUnreadable, LandError, SidecarRefused, WrongTenant } from './errors.ts';
export { landCall } from './land-call.ts';
export type { Landed, Offered, OfferedAgain, Overtaken } from './offered.ts';
export type {
  AttemptOf,
  Erased,
  Landing,
  LandingIndex,
  LandingPorts,
  OfferedIdentity,
  QuarantineStore,
  RawStore,
  Score,
} from './ports.ts';
export { quarantine, type Refusal } from './quarantine.ts';
export { type Rescored, rescore } from './rescore.ts';
export { readSidecar, type Sidecar } from './sidecar.ts';
