import type { Erased } from '../../pipeline/land/index.ts';

/** What knows of erased calls, with another way to tell what may not come in. */
export const refusingBy = (erased: Erased, refuses: Erased['refuses']): Erased => ({
  refuses,
  hides: (...asked) => erased.hides(...asked),
  unpacks: (bytes) => erased.unpacks(bytes),
});
