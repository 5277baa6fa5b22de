import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RawDocuments } from '../../../etl/index.ts';
import { foldersOf, type RawDocument } from '../../../etl/plan/index.ts';
import { type Joined, type Joiner, type JoinOptions, openJoiner } from '../../../etl/run/join/index.ts';
import { type CallDocument, parseRawCallKey, sealDocument } from '../../../pipeline/contract/index.ts';
import { bytesOf, call, keyOf, temporaryFolder } from './builders.ts';

/** Raw objects in a folder, and how many bytes were asked for through the port. */
export interface Store {
  readonly root: string;
  readonly raw: RawDocuments;
  readonly documents: RawDocument[];
  put(key: string, bytes: Uint8Array): Promise<void>;
}

/** An empty store in a folder. */
export async function storeIn(root: string): Promise<Store> {
  const documents: RawDocument[] = [];
  return {
    root,
    documents,
    raw: {
      async *list() {
        yield* foldersOf(documents.map(({ key }) => key));
      },
      read: (key) => readFile(join(root, key)),
    },
    async put(key, bytes) {
      await mkdir(dirname(join(root, key)), { recursive: true });
      await writeFile(join(root, key), bytes);
      documents.push({ key, ...parseRawCallKey(key) });
    },
  };
}

/** Objects that are files. */
export const filesOf = ({ raw, root }: Store): RawDocuments => ({ ...raw, pathOf: (key) => join(root, key) });

/** The ways of reading: where objects are files, with a thread or without, and through the port, one by one or many at once. */
export const WAYS: readonly (readonly [string, (store: Store) => RawDocuments, JoinOptions])[] = [
  ['many files', filesOf, { few: 0 }],
  ['few files', filesOf, {}],
  ['single objects', ({ raw }) => raw, {}],
  [
    'many objects at once',
    ({ raw }) => ({
      ...raw,
      async *readMany(keys) {
        for (const key of [...keys].reverse()) yield [key, await raw.read(key)] as const;
      },
    }),
    {},
  ],
];

/** A joiner that is closed with the test. */
export async function joinerOf(raw: RawDocuments, options?: JoinOptions): Promise<Joiner> {
  const joiner = openJoiner(raw, await temporaryFolder(), options);
  onTestFinished(() => joiner.close());
  return joiner;
}

/** What joining documents gives. */
export async function partsOf(
  raw: RawDocuments,
  documents: readonly RawDocument[],
  options?: JoinOptions,
): Promise<Joined[]> {
  const joiner = await joinerOf(raw, options);
  const parts: Joined[] = [];
  for await (const part of joiner.join(documents)) parts.push(part);
  return parts;
}

/** Lines of the parts' files. */
export const linesOf = async (parts: readonly Joined[]): Promise<string[]> => {
  const texts = await Promise.all(parts.map(({ lines }) => readFile(lines.path, 'utf8')));
  return texts.flatMap((text) => text.split('\n').slice(0, -1));
};

/** A call of that id. */
export const named = (name: string, change: Partial<CallDocument> = {}): CallDocument =>
  call({ call_id: name, ...change });

/** A version-0 result. */
export const V0 = {
  tenant_id: 'acme',
  call_id: 'v0',
  call_date: '2026-07-01',
  qa_evaluation: {},
  ai_summary: { issue: 'late', action_items: ['call back'] },
};

/** Sound, foreign and damaged objects. */
export async function mixedStore(): Promise<Store> {
  const store = await storeIn(await temporaryFolder());
  const put = (document: CallDocument, bytes: Uint8Array) => store.put(keyOf(document), bytes);
  await put(named('sealed'), sealDocument(named('sealed')));
  await put(named('line-end'), Buffer.concat([sealDocument(named('line-end')), Buffer.from('\n')]));
  await put(named('unsealed'), bytesOf(named('unsealed', { processed_at: '2026-07-02T10:00:00Z' })));
  await put(named('pretty'), Buffer.from(`\ufeff${JSON.stringify(named('pretty'), null, 2)}\r\n`));
  await put(named('v0'), bytesOf(V0));
  await put(named('cut'), sealDocument(named('cut')).subarray(0, -1));
  await put(named('moved'), sealDocument(named('elsewhere')));
  await put(named('empty'), new Uint8Array());
  await put(
    named('half'),
    Buffer.from(JSON.stringify(named('half', { queue: 'Q' })).replace('Q', '\\ud800')),
  );
  return store;
}
