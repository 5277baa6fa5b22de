import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { type Bucket, type S3Pointers, s3Pointers } from '../../../etl/publish/aws/index.ts';
import { type Change, changeKey, type Pointer, pointerKey } from '../../../etl/publish/pointer.ts';
import { entryAt, settled } from '../../../etl/publish/pointer-history.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';

export const ACME = parseTenantId('acme');

/** What a command asks, as far as the fake looks at it. */
export interface Asked {
  readonly Key: string;
  readonly Body: string;
  readonly Prefix: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly Delete: { readonly Objects: readonly { readonly Key: string }[] };
}

/** What happens before and after a command does its work; whatever it throws is what the client gets. */
export type Around = (name: string, asked: Asked, when: 'before' | 'after') => void | Promise<void>;

/** An error as the SDK throws it. */
export const s3Error = (status: number, name: string): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

const etagOf = (text: string): string => `"${createHash('md5').update(text).digest('hex')}"`;

/** A bucket in memory behind a real client: conditional writes, strongly consistent. */
export class MemoryBucket {
  readonly objects = new Map<string, { text: string; modified: Date }>();
  now = Date.parse('2026-07-03T02:00:00.000Z');
  around: Around = () => {};
  readonly place: Bucket;
  readonly store: S3Pointers;

  constructor() {
    this.place = this.connect((...args) => this.around(...args));
    this.store = this.storeOf(this.place);
  }

  /** A client of somebody's own, such as one that dies. */
  connect(around: Around): Bucket {
    const client = new S3Client({ region: 'eu-central-1' });
    const send = async (command: { constructor: { name: string }; input: unknown }) => {
      const asked = command.input as Asked;
      const { name } = command.constructor;
      await around(name, asked, 'before');
      const answer = this.run(name, asked);
      await around(name, asked, 'after');
      return answer;
    };
    return { client: Object.assign(client, { send }), bucket: 'lake' };
  }

  readonly storeOf = (place: Bucket): S3Pointers => s3Pointers(place, [0, 0, 0, 0]);

  readonly clock = { now: () => new Date(this.now) };

  put(key: string, text: string): void {
    this.objects.set(key, { text, modified: new Date(this.now) });
  }

  keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  /** Does what a command says, as S3 would. */
  run(name: string, asked: Asked): unknown {
    const { Key, Body, Prefix } = asked;
    if (name === 'PutObjectCommand') return this.putIf(asked, Body);
    if (name === 'GetObjectCommand') return this.get(Key);
    if (name === 'ListObjectsV2Command')
      return {
        Contents: this.keys(Prefix).map((key) => ({
          Key: key,
          LastModified: this.objects.get(key)?.modified,
        })),
      };
    for (const { Key: key } of asked.Delete.Objects) this.objects.delete(key);
    return {};
  }

  private get(key: string): unknown {
    const stands = this.objects.get(key);
    if (!stands) throw s3Error(404, 'NoSuchKey');
    return { ETag: etagOf(stands.text), Body: { transformToString: async () => stands.text } };
  }

  private putIf({ Key, IfMatch, IfNoneMatch }: Asked, text: string): unknown {
    const stands = this.objects.get(Key);
    if (IfNoneMatch === '*' && stands) throw s3Error(412, 'PreconditionFailed');
    if (IfMatch !== undefined && !stands) throw s3Error(404, 'NoSuchKey');
    if (IfMatch !== undefined && stands && etagOf(stands.text) !== IfMatch)
      throw s3Error(412, 'PreconditionFailed');
    this.put(Key, text);
    return { ETag: etagOf(text) };
  }

  /** What the views answer to a query that begins at a moment: the snapshot of each period that counts. */
  seen(moment: number): Record<string, string> {
    const shown = this.keys('curated/pointers/').map((key) => {
      const { period, entries } = JSON.parse(this.objects.get(key)?.text ?? '') as Pointer;
      return [period, entryAt(settled(entries, this.outcomeOf), moment)?.snapshot ?? ''] as const;
    });
    return Object.fromEntries(shown.filter(([, snapshot]) => snapshot !== ''));
  }

  private readonly outcomeOf = (change: string): Change | null => {
    const text = this.objects.get(changeKey(ACME, change))?.text;
    return text === undefined ? null : (JSON.parse(text) as Change);
  };

  pointer(period: string): Pointer {
    return JSON.parse(this.objects.get(pointerKey(ACME, period))?.text ?? '') as Pointer;
  }
}
