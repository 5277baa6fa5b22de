import type { PlannedNight, PlannedPeriod } from '../../../etl/index.ts';
import type { AgedOut } from '../erase/retention.ts';
import { counted } from './counted.ts';
import { formatResult } from './formats.ts';

const COLUMNS = [
  { name: 'tenant', type: 'varchar' },
  { name: 'period', type: 'varchar' },
  { name: 'why', type: 'varchar' },
  { name: 'read', type: 'bigint' },
  { name: 'kept', type: 'bigint' },
  { name: 'superseded', type: 'bigint' },
  { name: 'damaged', type: 'bigint' },
  { name: 'files replaced', type: 'bigint' },
];

/** What a night would do. */
export interface Plan {
  readonly tenants: readonly PlannedNight[];
  /** What is older than tenants keep calls, and goes first. */
  readonly erases: readonly AgedOut[];
}

/** What a night would do, as a table of periods and a line for each tenant. */
export function planText({ tenants, erases }: Plan): string {
  if (tenants.length === 0) return 'no tenant: "cci tenants add" registers one\n';
  const rows = tenants.flatMap(({ tenant_id, writes, retires }) => [
    ...writes.map((write) => [
      tenant_id,
      write.period,
      why(write),
      write.read,
      write.kept,
      write.superseded,
      write.damaged,
      write.replaces,
    ]),
    ...retires.map(({ period, files }) => [tenant_id, period, 'retired', 0, 0, 0, 0, files]),
  ]);
  const table = rows.length === 0 ? '' : formatResult({ columns: COLUMNS, rows }, 'table', { cut: false });
  const first = erases.map(
    ({ tenant_id, before, calls }) =>
      `${tenant_id}: ${counted(calls, 'call')} from before ${before} would be erased first, by its retention rule\n`,
  );
  return `${table}${first.join('')}${tenants.map((tenant) => `${sentence(tenant)}\n`).join('')}`;
}

/** The reason in words, such as `changed: 2 late, 1 revised`. */
export function why({ reason, causes, apart }: Pick<PlannedPeriod, 'reason' | 'causes' | 'apart'>): string {
  const several = (['late', 'revised', 'moved'] as const)
    .filter((cause) => causes[cause] > 0)
    .map((cause) => `${causes[cause]} ${cause}`);
  const named = [
    causes.month_closed && 'the month has closed',
    causes.shape && 'other rules or tables',
    causes.time_zone && 'another time zone',
    causes.other && 'documents gone or tried again',
  ].filter((text) => text !== false);
  const causesText = [...several, ...named].join(', ');
  const text = causesText === '' ? reason : `${reason}: ${causesText}`;
  return apart === 0 ? text : `${text}; ${apart} in late files`;
}

function sentence({ tenant_id, writes, retires, unchanged, foreign, refused }: PlannedNight): string {
  const documents = writes.reduce((sum, { read }) => sum + read, 0);
  const parts = [
    writes.length + retires.length === 0
      ? 'nothing to write'
      : `${counted(writes.length, 'period')} to write from ${counted(documents, 'document')}`,
    retires.length > 0 && `${retires.length} to retire`,
    `${unchanged.length} left alone`,
    refused > 0 && `${counted(refused, 'file')} to count that ingest refused`,
    foreign > 0 && `${counted(foreign, 'object')} to quarantine whose name is no key`,
  ];
  return `${tenant_id}: ${parts.filter((part) => part !== false).join(', ')}`;
}
