/** Erasure: removes a call from every place that a copy can be in, keeps it from coming back, and proves that it is gone. */

export {
  type ErasureOptions,
  type ErasurePreview,
  type ErasureReport,
  erase,
  type PlaceReport,
  previewErasure,
} from './erase.ts';
export { EraseError, ErasureIncomplete, ErasureKeyRefused, PlaceNotConfigured } from './errors.ts';
export { documentOf, sha256 } from './facts.ts';
export { Found } from './findings.ts';
export { withoutNames } from './hide.ts';
export { concerns, fieldIdsOf, isTelling } from './matching.ts';
export { callOf, isNamed, nameOf } from './names.ts';
export { type Needles, needles } from './needles.ts';
export { type Fill, PART_BYTES, partsFrom, partsOfStream } from './parts.ts';
export { type ErasurePlan, erasurePlanSchema, isWhole, planText } from './plan.ts';
export { type ErasureRequest, planErasure } from './plan-erasure.ts';
export type * from './ports.ts';
export { renamedIn } from './renamed.ts';
export { retentionFloor, type Selector } from './selector.ts';
export { searchable, wholeWordsOf, wordsOf } from './tokens.ts';
export { type ErasureRecord, type Identity, TombstoneMaker, type Trace } from './tombstone.ts';
export { tracesIn } from './traces.ts';
export { UNFINISHED, type Verification, verifyTenant } from './verify.ts';
