/** What readers see: one manifest a tenant, replaced whole, and the files it names. Everything else in the folder is invisible. */
export { type CurrentFiles, currentFiles } from './current-files.ts';
export { sealFile } from './durable.ts';
export { LeaseLost, ManifestChanged, ManifestRefused, NightRunning, PublishError } from './errors.ts';
export { LEASE_MS, type Lease, takeLease } from './lease.ts';
export {
  type DamagedDocument,
  emptyManifest,
  type Manifest,
  type ManifestFile,
  type ManifestPeriod,
  manifestSchema,
} from './manifest.ts';
export { forgetCounted, publishManifest, readManifest } from './manifest-store.ts';
export { curatedFile, manifestFile, SPILL_FOLDER } from './paths.ts';
export { GRACE_MS, sweep } from './sweep.ts';
