import type { FileOperation } from './watch-files.ts';

/** What a night is busy with. The position of a phase here is the byte that stands for it. */
export const PHASES = [
  'idle',
  'lease',
  'spill',
  'manifest',
  'sweep',
  'list',
  'read',
  'engine',
  'fsync',
  'publish',
  'count',
  'quarantine',
  'journal',
  'other',
] as const;
export type Phase = (typeof PHASES)[number];

/** The phase that a call on a file belongs to. */
export function phaseOf(operation: FileOperation): Phase {
  const { name, path } = operation;
  if (path.includes('/quarantine/')) return 'quarantine';
  if (path.includes('/raw/')) return 'list';
  if (path.includes('/curated/_spill')) return 'spill';
  if (path.includes('etl_runs')) return 'journal';
  if (path.includes('/_manifests/tenant_id=')) return isReading(operation) ? 'manifest' : 'publish';
  if (path.endsWith('/_manifests') && (name === 'open' || name === 'sync')) return 'publish';
  if (path.includes('/_manifests')) return 'lease';
  if (path.includes('/curated/'))
    return ['readdir', 'lstat'].includes(name) || name.startsWith('rm') ? 'sweep' : 'fsync';
  return 'other';
}

/** Of a manifest: what is written goes to a draft beside it first. */
const isReading = ({ name, path }: FileOperation): boolean => name !== 'rename' && path.endsWith('.json');
