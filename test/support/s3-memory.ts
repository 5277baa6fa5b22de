import { Readable } from 'node:stream';
import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

interface Version {
  readonly id: string;
  /** Null: a delete marker. */
  readonly body: string | null;
}

/** What the commands of the SDK hold, as far as they are understood here. */
interface Input {
  readonly Key?: string;
  readonly Prefix?: string;
  readonly VersionId?: string;
  readonly UploadId?: string;
  readonly EncodingType?: string;
  readonly Delete?: { readonly Objects: readonly { readonly Key: string; readonly VersionId: string }[] };
}

const refusal = (name: string, httpStatusCode: number): S3ServiceException =>
  new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });

/** Characters that XML cannot hold, or that are read back as others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const LOST_IN_XML = /[\0-\x08\x0B-\x1F\uFFFE\uFFFF]/;

/** A key as a listing has it. */
function listed(key: string, encoding: string | undefined): string {
  if (encoding === 'url') return encodeURIComponent(key).replaceAll('%20', '+');
  if (LOST_IN_XML.test(key)) throw new SyntaxError('the listing is no XML');
  return key;
}

/** An S3 bucket with versions in memory, as far as erasing asks it. */
export class S3InMemory {
  /** Newest first. */
  readonly #objects = new Map<string, readonly Version[]>();
  readonly #uploads = new Map<string, { readonly Key: string; readonly Initiated: Date }>();
  /** Keys whose versions S3 keeps, as under Object Lock. */
  readonly locked = new Set<string>();
  /** Keys that nobody may read. */
  readonly denied = new Set<string>();
  #count = 0;

  readonly bucket = 'lake';
  readonly client = {
    send: async (command: { readonly input: Input }) => this.#answer(command.constructor.name, command.input),
  } as unknown as S3Client;

  put(key: string, body: string): void {
    this.#add(key, body);
  }

  /** Deletes as most do: the object is kept as a version behind a marker. */
  hide(key: string): void {
    this.#add(key, null);
  }

  upload(key: string, begun = new Date(0)): void {
    this.#uploads.set(`u${++this.#count}`, { Key: key, Initiated: begun });
  }

  /** Everything that is kept, with its content; markers and uploads by what they are. */
  left(prefix = ''): string[] {
    const versions = [...this.#objects].flatMap(([key, list]) =>
      list.map(({ body }) => (body === null ? `${key} marker` : `${key}: ${body}`)),
    );
    const uploads = [...this.#uploads.values()].map(({ Key }) => `${Key} upload`);
    return [...versions, ...uploads].filter((line) => line.startsWith(prefix)).sort();
  }

  #add(key: string, body: string | null): void {
    this.#objects.set(key, [{ id: `v${++this.#count}`, body }, ...(this.#objects.get(key) ?? [])]);
  }

  #answer(command: string, input: Input): unknown {
    if (command === 'ListObjectVersionsCommand') return this.#versions(input);
    if (command === 'ListMultipartUploadsCommand') return this.#listUploads(input);
    if (command === 'GetObjectCommand') return this.#get(input);
    if (command === 'DeleteObjectsCommand') return this.#deleteAll(input.Delete?.Objects ?? []);
    if (command === 'DeleteObjectCommand') return this.#delete(input);
    if (command === 'AbortMultipartUploadCommand') return this.#uploads.delete(input.UploadId ?? '');
    throw new Error(`the S3 in memory knows no ${command}`);
  }

  #versions({ Prefix = '', EncodingType }: Input) {
    const Versions: object[] = [];
    const DeleteMarkers: object[] = [];
    for (const [key, list] of [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!key.startsWith(Prefix)) continue;
      const Key = listed(key, EncodingType);
      for (const [index, { id, body }] of list.entries())
        (body === null ? DeleteMarkers : Versions).push({ Key, VersionId: id, IsLatest: index === 0 });
    }
    return { Versions, DeleteMarkers, EncodingType };
  }

  #listUploads({ Prefix = '', EncodingType }: Input) {
    const found = [...this.#uploads].filter(([, { Key }]) => Key.startsWith(Prefix));
    const Uploads = found.map(([UploadId, { Key, Initiated }]) => ({
      Key: listed(Key, EncodingType),
      Initiated,
      UploadId,
    }));
    return { Uploads, EncodingType };
  }

  #get({ Key = '', VersionId }: Input) {
    if (this.denied.has(Key)) throw refusal('AccessDenied', 403);
    const body = this.#objects.get(Key)?.find(({ id }) => id === VersionId)?.body;
    if (body === undefined || body === null) throw refusal('NoSuchVersion', 404);
    return { Body: Readable.from([Buffer.from(body, 'latin1')]) };
  }

  #deleteAll(objects: readonly { readonly Key: string; readonly VersionId: string }[]) {
    // \r is written as a reference, and comes back as it was.
    if (objects.some(({ Key }) => LOST_IN_XML.test(Key.replaceAll('\r', ''))))
      throw refusal('MalformedXML', 400);
    return { Errors: objects.flatMap((each) => this.#delete(each) ?? []) };
  }

  #delete({ Key = '', VersionId }: { readonly Key?: string; readonly VersionId?: string }) {
    if (this.locked.has(Key)) return { Key, Code: 'AccessDenied' };
    const rest = (this.#objects.get(Key) ?? []).filter(({ id }) => id !== VersionId);
    if (rest.length > 0) this.#objects.set(Key, rest);
    else this.#objects.delete(Key);
    return undefined;
  }
}
