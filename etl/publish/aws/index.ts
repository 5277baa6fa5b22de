/** Publishing in S3. */
export { listObjects } from './list-objects.ts';
export { type Bucket, type S3Pointers, s3Pointers } from './s3-pointers.ts';
export { type SweepOptions, type Swept, sweepSnapshots } from './sweep-snapshots.ts';
