import { DuckDBInstance } from '@duckdb/node-api';
import type { CallDocument } from '../../pipeline/contract/index.ts';
import type { QueryRunner } from '../../sql/query/index.ts';

const CALL_LIST = {
  tenant_id: 'VARCHAR',
  call_id: 'VARCHAR',
  call_date: 'DATE',
  started_at: 'TIMESTAMP',
  started_local: 'TIMESTAMP',
  duration_seconds: 'DOUBLE',
  channel: 'VARCHAR',
  queue: 'VARCHAR',
  agent_id: 'VARCHAR',
  agent_name: 'VARCHAR',
  agent_team: 'VARCHAR',
  issue: 'VARCHAR',
  form_id: 'VARCHAR',
  evaluation_status: 'VARCHAR',
  percentage: 'DOUBLE',
  coverage: 'DOUBLE',
  band: 'VARCHAR',
  auto_failed: 'BOOLEAN',
  criteria_count: 'INTEGER',
  failed_count: 'INTEGER',
  undetermined_count: 'INTEGER',
  unscored_reason: 'VARCHAR',
} as const;

const QA_SCORES = {
  tenant_id: 'VARCHAR',
  call_id: 'VARCHAR',
  call_date: 'DATE',
  agent_id: 'VARCHAR',
  agent_team: 'VARCHAR',
  queue: 'VARCHAR',
  channel: 'VARCHAR',
  form_id: 'VARCHAR',
  form_version: 'INTEGER',
  criterion_id: 'VARCHAR',
  criterion_index: 'INTEGER',
  question: 'VARCHAR',
  critical: 'VARCHAR',
  outcome: 'VARCHAR',
} as const;

type Row<C> = { readonly [K in keyof C]: string | number | boolean | null };

/** Opens the two views over the documents of one tenant, in memory, and answers questions as the lake's engine would. */
export async function sampleLake(documents: readonly CallDocument[], timeZone: string): Promise<QueryRunner> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await load(
    'call_list',
    CALL_LIST,
    documents.map((document) => callRow(document, timeZone)),
  );
  await load(
    'qa_scores',
    QA_SCORES,
    documents.flatMap((document) => scoreRows(document, timeZone)),
  );
  return {
    async run(sql, parameters = []) {
      const values = parameters.map((value) =>
        typeof value === 'object' && value !== null ? value.date : value,
      );
      const reader = await connection.runAndReadAll(sql, values);
      const columns = reader
        .columnNames()
        .map((name, index) => ({ name, type: String(reader.columnType(index)) }));
      return { columns, rows: reader.getRows().map((row) => row.map(asProtocol)) };
    },
  };

  async function load<C extends Record<string, string>>(view: string, columns: C, rows: readonly Row<C>[]) {
    const names = Object.keys(columns);
    await connection.run(`CREATE TABLE ${view} (${names.map((n) => `${n} ${columns[n]}`).join(', ')})`);
    const casts = names.map((name) => `json_extract_string(value, '$.${name}')::${columns[name]}`);
    await connection.run(`INSERT INTO ${view} SELECT ${casts.join(', ')} FROM json_each(?::JSON)`, [
      JSON.stringify(rows),
    ]);
  }
}

function asProtocol(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  return String(value);
}

function localTime(document: CallDocument, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(document.started_at),
  );
}

function callRow(document: CallDocument, timeZone: string): Row<typeof CALL_LIST> {
  const local = localTime(document, timeZone);
  const evaluation = document.evaluations.at(-1);
  const count = (outcome: string) =>
    evaluation?.criteria.filter((each) => each.outcome === outcome).length ?? null;
  return {
    tenant_id: document.tenant_id,
    call_id: document.call_id,
    call_date: local.slice(0, 10),
    started_at: document.started_at,
    started_local: local,
    duration_seconds: document.duration_seconds,
    channel: document.channel,
    queue: document.queue,
    agent_id: document.agent?.id ?? null,
    agent_name: document.agent?.name ?? null,
    agent_team: document.agent?.team ?? null,
    issue: document.ai_summary?.issue ?? null,
    form_id: evaluation?.form_id ?? null,
    evaluation_status: evaluation?.status ?? 'unscored',
    percentage: evaluation?.percentage ?? null,
    coverage: evaluation?.coverage ?? null,
    band: evaluation?.band ?? null,
    auto_failed: evaluation?.auto_failed ?? null,
    criteria_count: evaluation?.criteria.length ?? null,
    failed_count: count('fail'),
    undetermined_count: count('undetermined'),
    unscored_reason: document.unscored_reason,
  };
}

function scoreRows(document: CallDocument, timeZone: string): Row<typeof QA_SCORES>[] {
  const evaluation = document.evaluations.at(-1);
  return (evaluation?.criteria ?? []).map((criterion, index) => ({
    tenant_id: document.tenant_id,
    call_id: document.call_id,
    call_date: localTime(document, timeZone).slice(0, 10),
    agent_id: document.agent?.id ?? null,
    agent_team: document.agent?.team ?? null,
    queue: document.queue,
    channel: document.channel,
    form_id: evaluation?.form_id ?? null,
    form_version: evaluation?.form_version ?? null,
    criterion_id: criterion.id,
    criterion_index: index,
    question: criterion.question,
    critical: criterion.critical,
    outcome: criterion.outcome,
  }));
}
