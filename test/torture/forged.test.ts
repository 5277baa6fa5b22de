import { hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { linesSource } from '../../etl/engines/duckdb/lines.ts';
import { type ColumnType, DOCUMENT_TYPE } from '../../etl/index.ts';
import {
  parseRawCallKey,
  rawCallKey,
  SEAL_RULES,
  sealDocument,
  sealedHead,
  sealedLine,
} from '../../pipeline/contract/index.ts';
import { writeLineFile } from '../support/line-file.ts';
import { temporaryFolder } from '../unit/etl/builders.ts';
import { textDamages } from './damage.ts';
import { lenientFields } from './lenient.ts';
import { expectedFacts, rawLake, visibleFacts } from './scene.ts';
import { shapeDamages } from './shape-damages.ts';
import { wholeDocument } from './whole-document.ts';

/**
 * A seal is no signature: who knows the rules can seal what nobody checked. Such a line reaches the engine unread. It must
 * then either be refused there, which fails its period and leaves the old data, or come out as its JSON says.
 */
const forge = (body: string): string =>
  `${body},"seal":"${hash('sha256', hash('sha256', body) + SEAL_RULES).slice(0, 32)}"}`;

const DOCUMENT = wholeDocument('call-1');
const LINE = sealDocument(DOCUMENT).toString();
const SEAL = /,"seal":"[0-9a-f]{32}"\}$/;
const BODY = LINE.replace(SEAL, '');
const HEAD = sealedHead({
  tenantId: DOCUMENT.tenant_id,
  dt: '2026-03-10',
  callId: DOCUMENT.call_id,
  revision: DOCUMENT.revision,
});

/** The line under a good seal, when it is one at all and begins as its key says. */
function forged(spoilt: string | Buffer): string | null {
  const text = spoilt.toString();
  const body = text.replace(SEAL, '');
  const line = forge(body === text ? text.replace(/\}$/, '') : body);
  return sealedLine(Buffer.from(line), HEAD) && !line.includes('\n') ? line : null;
}

const REFUSED = Symbol('refused');
const ANY = Symbol('anything');

/** What the engine may make of a value under a forged seal: what JSON says, taken for the type if it can be, or nothing. */
function taken(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'varchar') return typeof value === 'string' ? value : ANY;
  if (type === 'boolean')
    return typeof value === 'boolean' ? value : typeof value === 'number' ? value !== 0 : REFUSED;
  if (type === 'integer' || type === 'bigint' || type === 'double') return number(type, value);
  if (typeof type === 'string') return REFUSED;
  if ('array' in type) return Array.isArray(value) ? value.map((item) => taken(type.array, item)) : REFUSED;
  if (typeof value !== 'object' || Array.isArray(value)) return REFUSED;
  return Object.fromEntries(
    Object.entries(type.row).map(([name, field]) => [
      name,
      name in value ? taken(field, (value as Record<string, unknown>)[name]) : REFUSED,
    ]),
  );
}

/** A fraction where an integer belongs is rounded: the one thing that does not come out as it says. */
function number(type: 'integer' | 'bigint' | 'double', value: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'boolean') return REFUSED;
  return type === 'double' ? Number(value) : Math.round(Number(value));
}

/** Places in which what came out is not what may. */
function differences(allowed: unknown, found: unknown, place = '$'): string[] {
  if (allowed === ANY) return [];
  if (Array.isArray(allowed) && Array.isArray(found) && allowed.length === found.length)
    return allowed.flatMap((item, n) => differences(item, found[n], `${place}[${n}]`));
  if (typeof allowed === 'object' && allowed !== null && typeof found === 'object' && found !== null)
    return Object.entries(allowed).flatMap(([name, item]) =>
      differences(item, (found as Record<string, unknown>)[name], `${place}.${name}`),
    );
  return Object.is(allowed, found) || (allowed === 0 && found === 0) ? [] : [place];
}

/** DuckDB writes doubles into JSON that JSON does not know. */
const parseLoosely = (text: string): unknown =>
  JSON.parse(text.replaceAll(/:(-?Infinity|NaN)(?=[,}\]])/g, ':"$1"'), (_, value) =>
    ['Infinity', '-Infinity', 'NaN'].includes(value) ? Number(value) : value,
  );

/** What the engine makes of each line; null when it refuses it. */
async function read(lines: readonly string[]): Promise<unknown[]> {
  const source = linesSource(writeLineFile(join(await temporaryFolder(), 'lines'), lines));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const answer = await connection.runAndReadAll(`SELECT CAST(to_json(d) AS VARCHAR) AS d FROM ${source}`);
    return answer.getRowObjectsJson().map(({ d }) => (d === null ? null : parseLoosely(String(d))));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('under a forged seal', () => {
  it('the document itself comes out as it is', async () => {
    expect(forge(BODY)).toBe(LINE);
    const [found] = await read([LINE]);
    expect(differences(taken(DOCUMENT_TYPE, JSON.parse(LINE)), found)).toEqual([]);
  });

  it('a value of another type, a missing key: refused, or what the JSON says', async () => {
    const damages = shapeDamages(JSON.parse(JSON.stringify(DOCUMENT)), lenientFields());
    const cases = damages.flatMap(({ name, spoil }) => {
      const line = forged(spoil(LINE));
      return line === null ? [] : [{ name, line }];
    });
    expect(cases.length).toBeGreaterThan(400);
    const found = await read(cases.map(({ line }) => line));
    expect(found).toHaveLength(cases.length);
    const wrong = cases.flatMap(({ name, line }, n) =>
      found[n] === null
        ? []
        : differences(taken(DOCUMENT_TYPE, JSON.parse(line)), found[n]).map((at) => `${name} ${at}`),
    );
    expect(wrong).toEqual([]);
    expect(found.filter((one) => one === null).length).toBeGreaterThan(100);
  });

  it('damage to the text: refused, or what the JSON says when it is JSON', async () => {
    const cases = textDamages().flatMap(({ name, code, spoil }) => {
      const line = forged(spoil(LINE));
      return line === null || line.length > 100_000 ? [] : [{ name, code, line }];
    });
    expect(cases.length).toBeGreaterThan(100);
    const found = await read(cases.map(({ line }) => line));
    expect(found).toHaveLength(cases.length);
    const unlike = cases.flatMap(({ name, code, line }, n) => {
      if (found[n] === null || code === null) return [];
      const json = parsed(line);
      if (json === REFUSED) return [name];
      return differences(taken(DOCUMENT_TYPE, json), found[n]).map((place) => `${name} ${place}`);
    });
    // What DuckDB's parser takes beyond JSON.
    expect(unlike).toEqual([
      'NaN for a double',
      'Infinity for a double',
      '-Infinity for a double',
      'a comma before a bracket',
    ]);
  });

  it('a document fails its period, loudly and alone, until it is gone', async () => {
    const lake = rawLake();
    try {
      const good = [wholeDocument('a', '2026-02-10T09:30:00.125Z'), wholeDocument('b')];
      for (const document of good) lake.put(document, sealDocument(document));
      expect(await lake.night()).toMatchObject({ landed: 2, balanced: true });
      const late = [wholeDocument('c', '2026-02-10T10:30:00.125Z'), wholeDocument('d')];
      for (const document of late) lake.put(document, sealDocument(document));
      const key = lake.put(DOCUMENT, forge(BODY.replace('"interruptions":1', '"interruptions":"many"')));
      const failed = await lake.night();
      expect(failed.errors).toMatchObject([{ period: '2026-03', code: 'parquet_write_failed' }]);
      expect(failed.balanced).toBe(false);
      expect(JSON.stringify(failed)).not.toContain('many');
      expect(await visibleFacts(lake)).toEqual(expectedFacts([...good, ...late.slice(0, 1)]));
      rmSync(lake.pathOf(key));
      expect(await lake.night()).toMatchObject({ errors: [], balanced: true });
      expect(await visibleFacts(lake)).toEqual(expectedFacts([...good, ...late]));
    } finally {
      lake.remove();
    }
  });

  it('a line that holds line ends fails its period: it is more lines than documents', async () => {
    const lake = rawLake();
    try {
      const good = wholeDocument('a');
      lake.put(good, sealDocument(good));
      for (const [n, gap] of ['\n', '\r'].entries()) {
        const key = lake.put(DOCUMENT, forge(BODY.replace(',"channel"', `,${gap}"channel"`)));
        const failed = await lake.night();
        expect([n, failed.errors.map(({ code }) => code)]).toEqual([n, ['parquet_write_failed']]);
        rmSync(lake.pathOf(key));
      }
      expect(await lake.night()).toMatchObject({ landed: 1, errors: [] });
    } finally {
      lake.remove();
    }
  });

  it('a document of another key is read the long way, and quarantined', async () => {
    const lake = rawLake();
    try {
      const key = lake.put({ ...DOCUMENT, call_id: 'another' }, LINE);
      expect(await lake.night()).toMatchObject({ landed: 0, quarantined: 1, errors: [] });
      expect([...lake.kept.values()].map(({ record }) => [record.path, record.code])).toEqual([
        [key, 'wrong_call'],
      ]);
      expect(parseRawCallKey(key).callId).toBe('another');
      expect(key).toBe(rawCallKey(parseRawCallKey(key)));
    } finally {
      lake.remove();
    }
  });
});

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return REFUSED;
  }
}
