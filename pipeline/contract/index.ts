/** The contracts of the product: identities, keys, documents. Pure, and the one thing that every other folder may import. */
export * from './call-document.ts';
export { isResultV0, RESULT_V0, upcastV0 } from './call-document-v0.ts';
export * from './errors.ts';
export * from './evaluation.ts';
export { FORM_V0 } from './evaluation-v0.ts';
export { heldAgainst, verifyEvidence } from './evidence.ts';
export * from './form.ts';
export * from './interruptions.ts';
export { MAX_JSON_BYTES, MAX_JSON_CONTAINERS, MAX_JSON_DEPTH, parseJson } from './json.ts';
export * from './keys.ts';
export { listOf, recordOf } from './lists.ts';
export * from './quarantine.ts';
export { readCallDocument, UNSCORED_V0 } from './read-call-document.ts';
export * from './review.ts';
export { SEAL_RULES, sealDocument, sealedHead, sealedLine } from './seal.ts';
export { type ShapeFault, shapeFault } from './shape-fault.ts';
export * from './tenant.ts';
export * from './transcript.ts';
