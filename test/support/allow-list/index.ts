/** Works out what proves the allow-list, from recorded answers, and writes it as a page. */
export { fingerprint, kept, proofsOf, proofsText } from './keep.ts';
export { ALL_COMPARISONS, ARITHMETIC, allowListPage, type KeptProofs } from './page.ts';
export { allowedUses } from './pairs.ts';
export { prove, type Recorded } from './proofs.ts';
