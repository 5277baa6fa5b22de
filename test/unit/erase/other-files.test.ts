import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { Table, tableFromArrays, tableToIPC, vectorFromArray } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErasurePlan, Trace } from '../../../etl/erase/index.ts';
import { otherFiles } from '../../../infra/local/erase/other-files.ts';
import { searchHome } from '../../../infra/local/erase/search.ts';
import { type Home, openHome } from '../../../infra/local/home.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import { zipOf } from '../../support/zip.ts';
import { ACME, planOf, tenantOf } from './scene.ts';

let root: string;
let home: Home;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-others-'));
  home = openHome(root);
  for (const id of ['acme', 'globex']) home.tenants.add(tenantOf(parseTenantId(id)));
});
afterEach(async () => {
  home.close();
  await rm(root, { recursive: true, force: true });
});

type Row = Readonly<Record<string, string>>;

/** Rows in a format that tools write. */
const FORMATS: Readonly<Record<string, (rows: readonly Row[], file: string) => Promise<void>>> = {
  csv: (rows, file) => writeFile(file, csvOf(rows)),
  'csv.gz': (rows, file) => writeFile(file, gzipSync(csvOf(rows))),
  'csv.zst': (rows, file) => writeFile(file, zstdCompressSync(csvOf(rows))),
  arrow: (rows, file) => writeFile(file, tableToIPC(tableFromArrays(columnsOf(rows)), 'file')),
  arrows: (rows, file) => writeFile(file, tableToIPC(tableFromArrays(columnsOf(rows)), 'stream')),
  parquet: writeParquet,
  zip: async (rows, file) => writeFile(file, await zipOf({ 'a/scores.csv': csvOf(rows) })),
  xlsx: async (rows, file) => writeFile(file, await zipOf({ 'xl/sharedStrings.xml': stringsOf(rows) })),
  // As a spreadsheet saves "Unicode text".
  txt: (rows, file) => writeFile(file, Buffer.from(`\ufeff${csvOf(rows)}`, 'utf16le')),
};

const stringsOf = (rows: readonly Row[]): string =>
  `<sst>${[Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .flat()
    .map((value) => `<si><t>${value}</t></si>`)
    .join('')}</sst>`;

const csvOf = (rows: readonly Row[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((line) => line.join(','))
    .join('\n');

const columnsOf = (rows: readonly Row[]): Record<string, string[]> =>
  Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name] ?? '')]));

async function writeParquet(rows: readonly Row[], file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const values = rows.map(
    (row) =>
      `(${Object.values(row)
        .map((value) => `'${value}'`)
        .join(', ')})`,
  );
  await connection.run(
    `COPY (FROM (VALUES ${values.join(', ')}) AS t (${Object.keys(rows[0] ?? {}).join(', ')})) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** Ids that stand beside each other with nothing between them where columns are written one after the other. */
const ROWS = ['0661', '0662', '0663'].map((n) => ({
  tenant_id: 'acme',
  id: `call-2026-${n}`,
  customer: `C-${n}9`,
}));
const GONE = { calls: new Set(['call-2026-0662']) };

async function put(name: string, rows: readonly Row[]): Promise<string> {
  const file = join(root, 'exports', name);
  await mkdir(dirname(file), { recursive: true });
  await FORMATS[name.slice(name.indexOf('.') + 1)]?.(rows, file);
  return file;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

async function given(traces: AsyncIterable<Trace>): Promise<string[]> {
  const values: string[] = [];
  for await (const { kind, value } of traces) values.push(`${kind} ${value}`);
  return values;
}

const none = (): boolean => false;

describe.each(Object.keys(FORMATS))('an export as %s', (format) => {
  it('is found by a call of which it has a row, whatever the column is called, and goes', async () => {
    const file = await put(`scores.${format}`, ROWS);
    const stays = await put(`others.${format}`, ROWS.slice(0, 1));
    const plan = planOf(GONE);
    expect(await searchHome(home, plan)).toMatchObject([
      { place: 'bytes of other files', found: 1, files: [`exports/scores.${format}`] },
    ]);
    expect(await otherFiles(home).find(plan)).toBe(1);
    expect(await otherFiles(home).erase(plan)).toBe(1);
    expect([await exists(file), await exists(stays)]).toEqual([false, true]);
    expect(await searchHome(home, plan)).toEqual([]);
  });

  it('gives away what it names, for who does not know what was erased', async () => {
    await put(`scores.${format}`, ROWS);
    expect(await given(otherFiles(home).traces(ACME, none))).toContain('call call-2026-0662');
  });

  it('that has a customer and no call goes with the customer', async () => {
    const file = await put(
      `sums.${format}`,
      ROWS.map(({ tenant_id, customer }) => ({ tenant_id, customer })),
    );
    const ofCustomer = (value: string): ErasurePlan => planOf({ selector: { kind: 'customer', value } });
    expect(await otherFiles(home).erase(ofCustomer('C-0664'))).toBe(0);
    expect(await otherFiles(home).erase(ofCustomer('C-06629'))).toBe(1);
    expect(await exists(file)).toBe(false);
  });

  it('of another tenant stays', async () => {
    await put(
      `scores.${format}`,
      ROWS.map((row) => ({ ...row, tenant_id: 'globex' })),
    );
    expect(await otherFiles(home).find(planOf(GONE))).toBe(0);
    expect(await given(otherFiles(home).traces(ACME, none))).toEqual([]);
  });
});

it.each([
  ['Parquet', 'PAR1 call-2026-0662'],
  ['Arrow', 'ARROW1 call-2026-0662'],
  ['gzip', '\x1f\x8b call-2026-0662'],
  ['Zstandard', '\x28\xb5\x2f\xfd call-2026-0662'],
  ['ZIP', 'PK\x03\x04 call-2026-0662'],
])('a damaged file of %s is searched byte for byte, and proves nothing', async (_, text) => {
  const file = join(root, 'export');
  await writeFile(file, Buffer.from(text, 'latin1'));
  expect(await given(otherFiles(home).traces(ACME, none))).toEqual(
    expect.arrayContaining(['unreadable export', 'call call-2026-0662']),
  );
  expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
});

it('the name of the file that is packed in gzip is searched too', async () => {
  const packed = gzipSync('nothing else');
  packed[3] = 8;
  const name = Buffer.from('call-2026-0662.json\0');
  await writeFile(join(root, 'a.gz'), Buffer.concat([packed.subarray(0, 10), name, packed.subarray(10)]));
  expect((await given(otherFiles(home).traces(ACME, none))).join()).not.toContain('unreadable');
  expect(await searchHome(home, planOf(GONE))).toHaveLength(1);
  expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
});

it('the names in an archive are searched, and what can be read in it beside what is encrypted', async () => {
  const packed = await zipOf({
    secret: 'x',
    'of call-2026-0661': 'x',
    '--/letter.txt': 'for call-2026-0662 '.repeat(9),
  });
  // A name that leads out of the folder, which no tool writes.
  const archive = Buffer.from(packed.toString('latin1').replaceAll('--/letter', '../letter'), 'latin1');
  // The flag of encryption, in the central directory.
  const [first = 0] = [archive.indexOf('PK\x01\x02')];
  archive.writeUInt16LE(archive.readUInt16LE(first + 8) | 1, first + 8);
  await writeFile(join(root, 'mails.zip'), archive);
  expect(await given(otherFiles(home).traces(ACME, none))).toEqual(
    expect.arrayContaining(['unreadable mails.zip', 'call call-2026-0661', 'call call-2026-0662']),
  );
  expect(await otherFiles(home).find(planOf({ calls: new Set(['call-2026-0661']) }))).toBe(1);
  expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
});

describe('what lies below a home', () => {
  it('and is no file, or leads out of it, is named and not read', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'cci-elsewhere-'));
    await writeFile(join(elsewhere, 'list.txt'), 'call-2026-0662');
    const server = createServer().listen(join(root, 'a.sock'));
    await once(server, 'listening');
    await symlink(elsewhere, join(root, 'disk'));
    await symlink(join(root, 'nothing'), join(root, 'latest.csv'));
    await symlink(join(root, 'nothing'), join(root, 'call-2026-0662.csv'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    try {
      expect(await given(otherFiles(home).traces(ACME, none))).toContain('call call-2026-0662');
      expect(await searchHome(home, planOf(GONE))).toHaveLength(1);
      expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
      expect(await readdir(elsewhere)).toEqual(['list.txt']);
    } finally {
      server.close();
      await rm(elsewhere, { recursive: true });
    }
  });

  it.each([
    'state.sqlite.bak',
    'curated/mine.csv',
    'erasing/notes.txt',
    '.hidden',
    'quarantine/tenant_id=acme/.nfs1',
  ])('and is not what the home keeps as %s goes like any other file', async (name) => {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), 'of call-2026-0662');
    expect(await given(otherFiles(home).traces(ACME, none))).toContain('call call-2026-0662');
    expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
  });

  it('is found where curated lies on another disk', async () => {
    const disk = await mkdtemp(join(tmpdir(), 'cci-disk-'));
    await mkdir(join(disk, '_spill'));
    await writeFile(join(disk, '_spill/x'), 'of call-2026-0662');
    await writeFile(join(disk, 'mine.csv'), 'of call-2026-0662');
    await rm(join(root, 'curated'), { recursive: true, force: true });
    await symlink(disk, join(root, 'curated'));
    expect(await searchHome(home, planOf(GONE))).toMatchObject([
      { found: 2, files: ['curated/_spill/x', 'curated/mine.csv'] },
    ]);
    expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
    await rm(disk, { recursive: true });
  });

  it.each([
    ['percent-encoded in a text', 'a.json', '{"key":"calls%2Fcall-2026-0662.json"}'],
    ['percent-encoded in a name', 'calls%2Fcall-2026-0662.csv', ''],
    ['behind a line break of JSON', 'a.json', '{"note":"ids:\\ncall-2026-0662\\ncall-2026-0661"}'],
    [
      'behind a letter that JSON escapes',
      'a.json',
      '{"html":"\\u003eb\\u003ecall-2026-0662\\u003c/b\\u003e"}',
    ],
    ['behind a folder of Windows', 'a.txt', 'C:\\new\\call-2026-0662.json'],
  ])('and has an id %s is found, goes, and is not named by it', async (_, name, text) => {
    await writeFile(join(root, name), text);
    expect(await given(otherFiles(home).traces(ACME, none))).toContain('call call-2026-0662');
    const [finding] = await searchHome(home, planOf(GONE));
    expect(finding?.files.join()).not.toContain('0662');
    expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
  });

  it('and has a long id in a longer word goes', async () => {
    const id = '2026-08-01T10:00:00.000-eu-west-1-x-y-77';
    await writeFile(join(root, 'log.txt'), `see calls_${id}.json`);
    expect(await given(otherFiles(home).traces(ACME, none))).toContain(`call ${id}`);
    expect(await otherFiles(home).erase(planOf({ calls: new Set([id]) }))).toBe(1);
  });

  it('and has an id that is a number goes where a column or field says so, and not where a time is the same', async () => {
    const plan = planOf({ calls: new Set(['777777']) });
    await writeFile(join(root, 'times.csv'), 'call_id,end_ms\nother-1,777777');
    expect([await otherFiles(home).erase(plan), await searchHome(home, plan)]).toEqual([0, []]);
    await writeFile(join(root, 'a.json'), '{"call_id":"777777"}');
    await writeFile(join(root, 'd.csv'), '\ufeff"call_id";"text"\n777777;"a; b"\n');
    await writeFile(join(root, 'e.tsv'), 'call_id\tn\n777777\t1\n');
    const given777777 = async () =>
      (await given(otherFiles(home).traces(ACME, none))).filter((trace) => trace === 'call 777777').length;
    await writeParquet([{ call_id: '777777' }], join(root, 'b.parquet'));
    await writeFile(
      join(root, 'c.arrow'),
      tableToIPC(tableFromArrays({ call_id: BigInt64Array.of(777777n) })),
    );
    expect(await given777777()).toBe(5);
    expect(await otherFiles(home).erase(plan)).toBe(5);
    expect(await given777777()).toBe(0);
  });

  it.each(['pivot.arrow', 'pivot.parquet'])(
    'and has an id as the name of a column goes: %s',
    async (name) => {
      await put(name, [{ '"call-2026-0662"': '1', '"call-2026-0661"': '2' }]);
      const other = planOf({ calls: new Set(['call-2026-0664']) });
      expect(await otherFiles(home).erase(other)).toBe(0);
      expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
    },
  );

  it('and has two streams of Arrow is read to its end', async () => {
    const stream = (text: string) => tableToIPC(tableFromArrays({ id: [text] }), 'stream');
    await writeFile(
      join(root, 'two.arrows'),
      Buffer.concat([stream('call-2026-0661'), stream('call-2026-0662')]),
    );
    expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
  });

  it('and speaks of another tenant without saying so is not that tenant\u2019s', async () => {
    await writeFile(join(root, 'calls.csv'), 'call_id,text\ncall-2026-0662,please transfer me to globex now');
    expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
  });

  it('and lies in the folder of another tenant stays, also below one that is named like the tenant', async () => {
    home.tenants.add(tenantOf(parseTenantId('exports')));
    await put('globex/report.csv', [{ a: 'b' }]);
    const all = planOf({ tenant_id: parseTenantId('exports'), selector: { kind: 'all', value: null } });
    expect(await otherFiles(home).erase(all)).toBe(0);
  });
});

it.each([
  ['JSON in ASCII', 'Jörg "Joe" Müller', '{"name":"J\\u00f6rg \\"Joe\\" M\\u00fcller"}'],
  ['JSON in ASCII with capitals', 'Jörg Müller', '{"name":"J\\u00F6rg M\\u00FCller"}'],
  ['XML', 'Müller & <Söhne>', '<t>Müller &amp; &lt;Söhne&gt;</t>'],
  ['XML with numbers', "Müller & O'Neill", '<t>M&#252;ller &#38; O&#39;Neill</t>'],
  ['JSON that HTML can hold', 'Smith & Sons', '{"who":"Smith \\u0026 Sons"}'],
  ['CSV', 'Jörg "Joe" Müller', '1,"Jörg ""Joe"" Müller"'],
  ['letters that are not composed', 'Jörg Müller', 'Jo\u0308rg Mu\u0308ller'],
  ['UTF-16 with the high byte first', 'Jörg Müller', Buffer.from('\ufeffJörg Müller', 'utf16le').swap16()],
])('a customer is found as %s spells them', async (_, value, content) => {
  await writeFile(join(root, 'list'), content);
  const plan = planOf({ selector: { kind: 'customer', value } });
  expect(await searchHome(home, plan)).toHaveLength(1);
  expect(await otherFiles(home).erase(plan)).toBe(1);
  expect(await searchHome(home, plan)).toEqual([]);
});

it('what is packed before the damage of a gzip file is searched', async () => {
  const packed = gzipSync(`call-2026-0662 ${randomBytes(90_000).toString('hex')}`);
  await writeFile(join(root, 'torn.gz'), packed.subarray(0, 70_000));
  expect(await given(otherFiles(home).traces(ACME, none))).toEqual(
    expect.arrayContaining(['unreadable torn.gz', 'call call-2026-0662']),
  );
  expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
});

it('a file is named where it is found, and as far as its name gives nothing away', async () => {
  for (const name of ['b.csv', 'a.csv', 'call-2026-0662.csv', 'call-2026-0662/sums.csv'])
    await put(`x/${name}`, ROWS);
  expect(await searchHome(home, planOf(GONE))).toEqual([
    {
      kind: 'erased',
      place: 'bytes of other files',
      found: 4,
      files: ['exports/x/', 'exports/x/a.csv', 'exports/x/b.csv'],
    },
  ]);
});

it('a megabyte of values with nothing between them gives a few words away, and not every beginning of it', async () => {
  await writeFile(join(root, 'ids.bin'), 'call-2026-0661'.repeat(80_000));
  expect(await otherFiles(home).find(planOf(GONE))).toBe(0);
  expect((await given(otherFiles(home).traces(ACME, none))).length).toBeLessThan(1000);
});

it('an id beside a number of 64 bits in a nested value of an Arrow file is found', async () => {
  const table = new Table({ nested: vectorFromArray([{ id: 'call-2026-0662', size: 1n }]) });
  await writeFile(join(root, 'nested.arrow'), tableToIPC(table, 'file'));
  expect((await given(otherFiles(home).traces(ACME, none))).join()).not.toContain('unreadable');
  expect(await otherFiles(home).erase(planOf(GONE))).toBe(1);
});
