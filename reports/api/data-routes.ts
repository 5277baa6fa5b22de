import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { CALL_ID_PATTERN, type Tenant } from '../../pipeline/contract/index.ts';
import { createDb } from '../../sql/query/index.ts';
import { quality } from '../dashboards/index.ts';
import { extent } from '../datasets/index.ts';
import { ANSWERS, choices, type DatasetId, type Resolved } from './answer.ts';
import { type AnswerCache, answerCache } from './answer-cache.ts';
import { callAnswer } from './call-answer.ts';
import { callCsv } from './call-csv.ts';
import { checksAnswer } from './checks-answer.ts';
import { AddressUnknown, CallUnknown } from './errors.ts';
import { presetPeriod, previousPeriod, todayIn } from './period.ts';
import type { ReportPorts } from './ports.ts';
import { type Question, readQuestion } from './question.ts';
import { readerOf } from './who.ts';

/** Routes of the numbers: one address a dataset, the values of the filters, the checks, and a call. */
export function dataRoutes(ports: ReportPorts): Hono {
  const cache = answerCache();
  return new Hono()
    .get('/choices', async (context) => {
      const asked = await opened(context, ports, cache);
      return answered(context, asked, ['choices'], (db) => choices(db, asked.tenant.tenant_id));
    })
    .get('/checks', async (context) => {
      const asked = await opened(context, ports, cache);
      const { tenant_id: tenantId } = asked.tenant;
      // What was checked is kept apart from the data: it may be of an earlier version, and come after the newest.
      const key = ['checks', await ports.checksVersion(tenantId)];
      return answered(context, asked, key, (db) => checksAnswer(db, tenantId, asked.version));
    })
    .get('/data/:dataset', async (context) => {
      const dataset = context.req.param('dataset');
      const asked = await opened(context, ports, cache);
      if (!isDataset(dataset)) throw new AddressUnknown();
      const question = readQuestion(new URL(context.req.url).searchParams);
      const resolved = await resolve(asked, question, ports.now());
      const periods = { period: resolved.filters.period, previous_period: resolved.previous };
      return answered(context, asked, [dataset, resolved], async (db) => ({
        ...periods,
        ...(await ANSWERS[dataset](db, resolved)),
      }));
    })
    .get('/calls.csv', async (context) => {
      const asked = await opened(context, ports, cache);
      const question = readQuestion(new URL(context.req.url).searchParams);
      const resolved = await resolve(asked, question, ports.now());
      const db = createDb(await ports.runnerFor(asked.tenant.tenant_id));
      const { from, to } = resolved.filters.period;
      context.header('Content-Type', 'text/csv; charset=utf-8');
      context.header('Content-Disposition', `attachment; filename="calls-${from}-${to}.csv"`);
      return context.body(await callCsv(db, resolved));
    })
    .get('/calls/:id', async (context) => {
      const { tenant } = await readerOf(context, ports);
      const id = context.req.param('id');
      const document = CALL_ID_PATTERN.test(id) ? await ports.callDocument(tenant.tenant_id, id) : null;
      if (document === null || document.tenant_id !== tenant.tenant_id) throw new CallUnknown();
      const body = JSON.stringify(callAnswer(document));
      return withTag(context, tagOf([tenant.tenant_id, body]), async () => body);
    });
}

type Db = ReturnType<typeof createDb>;

/** A question's surroundings: whose data, in which version, and the answers known of it. */
interface Asked {
  readonly tenant: Tenant;
  readonly version: string;
  /** The JSON of `compute`'s result, kept under the tenant, the version of its data, and `key`. */
  answer(key: unknown, compute: (db: Db) => Promise<unknown>): Promise<string>;
}

async function opened(context: Context, ports: ReportPorts, cache: AnswerCache): Promise<Asked> {
  const { tenant } = await readerOf(context, ports);
  const version = await ports.dataVersion(tenant.tenant_id);
  return {
    tenant,
    version,
    answer: (key, compute) =>
      cache.get(JSON.stringify([tenant.tenant_id, version, key]), async () =>
        JSON.stringify(await compute(createDb(await ports.runnerFor(tenant.tenant_id)))),
      ),
  };
}

function answered(context: Context, asked: Asked, key: unknown, compute: (db: Db) => Promise<unknown>) {
  const tag = tagOf([asked.tenant.tenant_id, asked.version, key]);
  return withTag(context, tag, () => asked.answer(key, compute));
}

async function resolve(asked: Asked, question: Question, now: Date): Promise<Resolved> {
  const tenantId = asked.tenant.tenant_id;
  const { period, choices: chosen } = question;
  if (!('preset' in period))
    return {
      question,
      filters: { tenantId, period, choices: chosen },
      previous: previousPeriod(period),
    };
  const known = await asked.answer('extent', async (db) => (await extent(db, tenantId).execute())[0] ?? {});
  const { first_day: first = null, last_day: last = null } = extentSchema.parse(JSON.parse(known));
  const days = quality.periods.find(({ id }) => id === period.preset)?.days ?? null;
  const resolved = presetPeriod(days, { first, last, today: todayIn(asked.tenant.time_zone, now) });
  return {
    question,
    filters: { tenantId, period: resolved, choices: chosen },
    previous: days === null ? null : previousPeriod(resolved),
  };
}

const extentSchema = z.object({ first_day: z.iso.date().nullish(), last_day: z.iso.date().nullish() });

/** Answers 304 without computing when the asker already has this answer. */
async function withTag(context: Context, tag: string, body: () => Promise<string>): Promise<Response> {
  context.header('ETag', tag);
  context.header('Cache-Control', 'no-store');
  const held = (context.req.header('if-none-match') ?? '').split(',').map((each) => each.trim());
  if (held.includes(tag)) return context.body(null, 304);
  const text = await body();
  context.header('Content-Type', 'application/json; charset=utf-8');
  return context.body(text);
}

const tagOf = (key: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(key)).digest('base64url').slice(0, 27)}"`;

const isDataset = (name: string): name is DatasetId => Object.hasOwn(ANSWERS, name);
