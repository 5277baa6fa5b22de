/** The places of the AWS home: S3 with its versions and unfinished uploads, query results, the transcriber's output, backups, SPICE. */
export { type Bucket, type ObjectVersion, type Unpack, versionsBelow } from './object-versions.ts';
export {
  backups,
  exportVersions,
  queryResults,
  spice,
  stagingVersions,
  transcriberOutput,
} from './places.ts';
export { quarantineVersions } from './quarantine-versions.ts';
export { rawVersions } from './raw-versions.ts';
export {
  type NamedPeriod,
  type NamedSnapshot,
  type NamedSnapshots,
  namedByPointers,
  type Snapshots,
  staleSnapshots,
} from './snapshots.ts';
export { type UnfinishedUpload, uploadsBelow } from './uploads.ts';
export { type VersionedPlace, versionedPlace } from './versioned-place.ts';
