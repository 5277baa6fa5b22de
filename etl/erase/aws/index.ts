/** The places of the AWS home: S3 with its versions, query results, the transcriber's output, backups, SPICE. */
export {
  type Bucket,
  type ObjectVersion,
  objectVersions,
  type VersionedPlace,
  versionsBelow,
} from './object-versions.ts';
export {
  backups,
  quarantineVersions,
  queryResults,
  rawVersions,
  spice,
  staleSnapshots,
  transcriberOutput,
} from './places.ts';
