/** Results as Apache Arrow: large ones, for tools that read columns. A door of its own, since the library takes time to load. */
export { type ArrowResult, arrowResult } from './batches.ts';
export { TRINO_TYPE } from './types.ts';
export { arrowStream, writeArrowFile } from './write.ts';
