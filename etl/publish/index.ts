/** What readers see: one manifest a tenant, replaced whole, and the files it names. Everything else in the folder is invisible. */
export { type CurrentFiles, currentFiles } from './current-files.ts';
export { makeFolder, sealFile } from './durable.ts';
export {
  JournalRefused,
  LeaseLost,
  ManifestChanged,
  ManifestRefused,
  NightRunning,
  PublishError,
} from './errors.ts';
export { LEASE_MS, type Lease, takeLease } from './lease.ts';
export {
  type DamagedDocument,
  emptyManifest,
  filesOfManifest,
  type Manifest,
  type ManifestFile,
  type ManifestLate,
  type ManifestPeriod,
  manifestSchema,
} from './manifest.ts';
export { forgetCounted, forgetDamaged, publishManifest, readManifest } from './manifest-store.ts';
export { curatedFile, manifestFile, SPILL_FOLDER } from './paths.ts';
export { type RewriteRuns, removeJournal, rewriteJournal } from './rewrite-journal.ts';
export { appendToJournal, JOURNAL_FILES_A_MONTH, type JournalEntry, type WriteRuns } from './run-journal.ts';
export type { JournalFile, RunJournal } from './run-journal-pointer.ts';
export { journalFile, readJournal } from './run-journal-store.ts';
export { GRACE_MS, sweep } from './sweep.ts';
