import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentFiles, FACT_TABLE_NAMES, type NightAccount, PERIOD_TABLE_NAMES } from '../../etl/index.ts';
import { type CallDocument, sealDocument } from '../../pipeline/contract/index.ts';
import { sealDamages, textDamages } from './damage.ts';
import { lenientFields } from './lenient.ts';
import { expectedFacts, type RawLake, rawLake, TENANT, visibleFacts } from './scene.ts';
import { shapeDamages } from './shape-damages.ts';
import type { Damage } from './spoil.ts';
import { wholeDocument } from './whole-document.ts';

/** A damaged raw object that lies in the lake. */
interface Victim {
  readonly name: string;
  readonly key: string;
  readonly bytes: Buffer;
  readonly code: string | null;
}

/** Everything that is put into the lake. */
interface Given {
  readonly victims: Victim[];
  /** Sound documents beside them. */
  readonly good: CallDocument[];
  /** Older revisions that stand, since the newer one is damaged. */
  readonly older: CallDocument[];
}

const DAYS = 10;
const GOOD = 30;
/** Good documents that have an older revision as well. */
const REPLACED = 5;
/** Damaged documents that have one. */
const FALLEN_BACK = 10;
const OLDER = '20250101T000000000Z-00000000';

const dayOf = (n: number): string => `2026-03-${10 + (n % DAYS)}T09:30:00.125Z`;
const withoutSeal = (line: string): string => line.replace(/,"seal":"[^"]*"\}$/, '}');

/** Damage that is not refused as it should be: without its version a document is read as a version-0 result. */
const OPEN: readonly string[] = [];

/** Each damage once to a document with a seal, and once to one without. */
function* damages(): Generator<readonly [name: string, sealed: boolean, damage: Damage]> {
  const shape = shapeDamages(JSON.parse(JSON.stringify(wholeDocument('c'))), lenientFields());
  for (const damage of [...textDamages(), ...shape.filter(({ name }) => !OPEN.includes(name))]) {
    yield [`${damage.name}, sealed`, true, damage];
    yield [`${damage.name}, not sealed`, false, damage];
  }
  for (const damage of sealDamages()) yield [damage.name, true, damage];
}

function putVictims(lake: RawLake): Victim[] {
  return Array.from(damages(), ([name, sealed, { spoil, code }], n) => {
    const document = wholeDocument(`bad-${n}`, dayOf(n));
    const line = sealDocument(document).toString();
    const bytes = Buffer.from(spoil(sealed ? line : withoutSeal(line)));
    return { name, key: lake.put(document, bytes), bytes, code };
  });
}

function fill(lake: RawLake): Given {
  const victims = putVictims(lake);
  const good = Array.from({ length: GOOD }, (_, n) => wholeDocument(`good-${n}`, dayOf(n)));
  for (const [n, document] of good.entries()) {
    const line = sealDocument(document);
    lake.put(document, n % 2 === 0 ? line : withoutSeal(line.toString()));
  }
  // Nobody asks whether what was replaced is sound.
  for (const [n, document] of good.slice(0, REPLACED).entries()) {
    const before = { ...document, revision: OLDER };
    lake.put(before, n % 2 === 0 ? sealDocument(before) : '{');
  }
  const older = Array.from({ length: FALLEN_BACK }, (_, n) => ({
    ...wholeDocument(`bad-${n}`, dayOf(n)),
    revision: OLDER,
  }));
  for (const document of older) lake.put(document, sealDocument(document));
  return { victims, good, older };
}

/** The document in bytes that can still be read, by the words of JSON itself. */
function readable(bytes: Buffer): CallDocument {
  const document = JSON.parse(bytes.toString().replace(/^\ufeff/, ''));
  return { ...document, reviews: document.reviews ?? [] };
}

/** What readers see of the periods. The record of the nights is another matter: it has every night. */
async function published({ root }: RawLake) {
  const { version, files } = await currentFiles({ curated: { root } }, TENANT.tenant_id);
  return { version, files: PERIOD_TABLE_NAMES.map((table) => files[table]) };
}

describe('a lake full of damaged documents', () => {
  let lake: RawLake;
  let given: Given;
  let account: NightAccount;
  beforeAll(async () => {
    lake = rawLake();
    given = fill(lake);
    account = await lake.night();
  }, 180_000);
  afterAll(() => lake.remove());

  const damaged = (): Victim[] => given.victims.filter(({ code }) => code !== null);
  const sound = (): Victim[] => given.victims.filter(({ code }) => code === null);

  it('has hundreds of kinds of damage, and each reason among them', () => {
    expect(given.victims.length).toBeGreaterThan(1500);
    expect([...new Set(damaged().map(({ code }) => code))].sort()).toEqual([
      'bad_shape',
      'duplicate_criterion',
      'duplicate_evaluation',
      'duplicate_key',
      'duplicate_review',
      'duplicate_turn',
      'empty',
      'invalid_unicode',
      'invalid_utf8',
      'not_json',
      'too_deep',
      'unknown_version',
      'wrong_call',
      'wrong_day',
      'wrong_revision',
      'wrong_tenant',
    ]);
  });

  it('is accounted for to the unit', () => {
    const { victims, good, older } = given;
    expect(account.errors).toEqual([]);
    expect(account).toMatchObject({
      documents_in: victims.length + good.length + REPLACED + older.length,
      landed: sound().length + good.length + older.length,
      superseded: REPLACED,
      quarantined: damaged().length,
      balanced: true,
    });
    expect(account.days.every(({ balanced }) => balanced)).toBe(true);
  });

  it('keeps every damaged document, byte for byte, with the reason that it must have', () => {
    const kept = lake.kept;
    expect(kept.size).toBe(damaged().length);
    for (const { name, key, bytes, code } of damaged()) {
      const { record, bytes: copy } = kept.get(key) ?? {};
      expect([name, record?.code]).toEqual([name, code]);
      expect(copy && Buffer.compare(copy, bytes), name).toBe(0);
      expect(record?.content_sha256, name).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('shows the rows of all others, and exactly those', async () => {
    const readables = sound().map(({ bytes }) => readable(bytes));
    const expected = expectedFacts([...given.good, ...given.older, ...readables]);
    const found = await visibleFacts(lake);
    for (const table of FACT_TABLE_NAMES) expect(found[table], table).toEqual(expected[table]);
  });

  it('says nothing of what was in them', () => {
    const said = [
      JSON.stringify(account),
      ...[...lake.kept.values()].map(({ record }) => record.reason),
    ].join();
    expect(said).not.toMatch(/Lieferung|Störung|calm/);
  });

  it('is as it was after another night', async () => {
    const before = await published(lake);
    expect(await lake.night()).toMatchObject({
      ...{ documents_in: 0, landed: 0, superseded: 0, quarantined: 0 },
      ...{ balanced: true, errors: [] },
    });
    expect(await published(lake)).toEqual(before);
    for (const { key, bytes } of given.victims.slice(0, 50))
      expect(Buffer.compare(readFileSync(lake.pathOf(key)), bytes), key).toBe(0);
  });
});
