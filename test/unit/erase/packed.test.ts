import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpacked } from '../../../infra/local/erase/packed.ts';
import { zipOf } from '../../support/zip.ts';

const TEXT = '{"call_id":"call-000017","turns":[]}';
const BYTES = Buffer.from(TEXT);

async function textIn(bytes: Uint8Array): Promise<string> {
  const parts: string[] = [];
  for await (const part of unpacked(bytes)) parts.push(Buffer.from(part).toString());
  return parts.join('\n');
}

describe('what is packed in bytes', () => {
  it.each<[string, Uint8Array | Promise<Uint8Array>]>([
    ['gzip', gzipSync(BYTES)],
    ['Zstandard', zstdCompressSync(BYTES)],
    ['ZIP', zipOf({ 'a.json': TEXT })],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, 'utf16le')])],
  ])('as %s is read', async (_, bytes) => {
    expect(await textIn(await bytes)).toContain(TEXT);
  });

  it.each([
    ['gzip', gzipSync],
    ['Zstandard', zstdCompressSync],
  ])('as %s and cut short is read as far as it goes', async (_, pack) => {
    const packed = pack(Buffer.from(`${TEXT}${randomBytes(400_000).toString('hex')}`));
    expect(await textIn(packed.subarray(0, packed.length - 1000))).toContain(TEXT);
  });

  it('is nothing in other bytes, and in damage', async () => {
    expect(await textIn(BYTES)).toBe('');
    expect(await textIn(new Uint8Array())).toBe('');
    expect(await textIn(Buffer.from('PK\x03\x04 no archive'))).toBe('');
  });
});
