import { ListMultipartUploadsCommand, type ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import { type Bucket, plainKey } from './object-versions.ts';

/** Parts of an object that was never completed or given up: nobody can read them, and who began it can complete them. */
export interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  /** When it began; null where the store does not say. */
  readonly begun: Date | null;
}

/** Every unfinished upload below a prefix. No listing of objects or versions has them. */
export async function* uploadsBelow(
  { client, bucket }: Bucket,
  prefix: string,
): AsyncGenerator<UnfinishedUpload> {
  let from: { KeyMarker?: string; UploadIdMarker?: string | undefined } = {};
  for (;;) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, EncodingType: 'url', ...from }),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key === undefined || UploadId === undefined)
        throw new TypeError(`erase: S3 listed an upload without key or id below ${prefix}`);
      yield { key: plainKey(Key, page.EncodingType), uploadId: UploadId, begun: Initiated ?? null };
    }
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    if (IsTruncated !== true || NextKeyMarker === undefined) return;
    from = { KeyMarker: plainKey(NextKeyMarker, page.EncodingType), UploadIdMarker: NextUploadIdMarker };
  }
}
