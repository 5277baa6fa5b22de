import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { StoredObject } from '../pointer-sweep.ts';
import type { Bucket } from './s3-pointers.ts';

/** Every object below a prefix, page by page, in the order of their keys. A page that fails ends the listing with its error. */
export async function* listObjects({ client, bucket }: Bucket, prefix: string): AsyncGenerator<StoredObject> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key, LastModified } of page.Contents ?? []) {
      if (Key === undefined || LastModified === undefined)
        throw new TypeError(`publish: S3 listed an object without key or time below ${prefix}`);
      yield { key: Key, modified: LastModified };
    }
  }
}
