/** The nightly ETL: raw call documents in, Parquet tables out, with an exact account. The one door of this part. */
export {
  type Compression,
  createTable,
  type DuckDbOptions,
  duckdbEngine,
  duckdbType,
  hiveType,
} from './engines/index.ts';
export { type CurrentFiles, currentFiles, GRACE_MS, type Manifest, readManifest } from './publish/index.ts';
export * from './run/index.ts';
export * from './shape/index.ts';
export * from './tables/index.ts';
