/** What the night cannot use: the record that is kept beside a copy of the bytes. The raw object itself stays. */
export { type ContentDigest, digestOf, ObjectChanged, unchanged } from './content.ts';
export { nightRecord, type RefusedObject } from './night-record.ts';
