/** From one call document to the rows of every table. Pure: the same document and time zone give the same rows. */
export { checkRow } from './check-row.ts';
export { type ShapedCall, shapeCall } from './shape-call.ts';
export { SHAPE_VERSION } from './version.ts';
export { localTime, utcTimestamp } from './zone.ts';
