import { createHash, createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Failure, outOfRange } from '../native/native.ts';
import { native, type ScalarFunction } from './define.ts';

const bytesOf = (value: Uint8Array): Buffer => Buffer.from(value);

/** Decodes UTF-8; of what is not, only a single stray byte is proven to become one replacement character. */
function fromUtf8(value: Uint8Array): string {
  const text = bytesOf(value).toString('utf8');
  const grown = Buffer.byteLength(text) - value.length;
  const lone = text.split('\ufffd').length === 2 && grown === 2;
  if (!bytesOf(value).equals(Buffer.from(text, 'utf8')) && !lone) throw new Failure('NOT_PROVEN');
  return text;
}

function fromHex(text: string): Buffer {
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw outOfRange();
  return Buffer.from(text, 'hex');
}

const fromBase64 =
  (alphabet: RegExp, name: 'base64' | 'base64url') =>
  (text: string | Uint8Array): Buffer => {
    const written = typeof text === 'string' ? text : bytesOf(text).toString('latin1');
    const [, digits = '', padding = ''] = alphabet.exec(written) ?? [];
    const rest = digits.length % 4;
    const padded = padding === '' || digits.length + padding.length === Math.ceil(digits.length / 4) * 4;
    if (digits + padding !== written || rest === 1 || !padded) throw outOfRange();
    return Buffer.from(digits, name);
  };

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS_A_DIGIT = 5;

function toBase32(value: Uint8Array): string {
  const bits = [...value].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{1,5}/g) ?? [];
  const text = digits.map((digit) => BASE32[Number.parseInt(digit.padEnd(BITS_A_DIGIT, '0'), 2)]).join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

function fromBase32(text: string): Buffer {
  if (!/^[A-Z2-7]*=*$/.test(text) || text.length % 8 !== 0) throw outOfRange();
  const digits = text.replace(/=+$/, '');
  if ([1, 3, 6].includes(digits.length % 8)) throw outOfRange();
  const bits = [...digits].map((digit) => BASE32.indexOf(digit).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

const DIGESTS = ['md5', 'sha1', 'sha256', 'sha512'];

function exactly(length: number, value: Uint8Array): Buffer {
  if (value.length !== length) throw outOfRange();
  return bytesOf(value);
}

function written(length: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(length);
  write(buffer);
  return buffer;
}

/** As Trino cuts a text: a start of 0 or beyond either end gives nothing. */
function substring(value: Uint8Array, start: bigint, length: bigint = BigInt(value.length)): Uint8Array {
  const size = BigInt(value.length);
  const from = start > 0n ? start - 1n : size + start;
  if (start === 0n || from < 0n || from >= size || length <= 0n) return Buffer.alloc(0);
  return value.slice(Number(from), Number(from + length > size ? size : from + length));
}

function padded(value: Uint8Array, size: bigint, filler: Uint8Array): { kept: Uint8Array; fill: Buffer } {
  if (size < 0n || size > 100_000n || filler.length === 0) throw outOfRange();
  const missing = Math.max(0, Number(size) - value.length);
  const repeated = Buffer.concat(
    Array.from({ length: Math.ceil(missing / filler.length) }, () => bytesOf(filler)),
  );
  return { kept: value.slice(0, Number(size)), fill: repeated.subarray(0, missing) };
}

/** Functions of bytes. */
export const BINARY: readonly ScalarFunction[] = [
  native('to_utf8(varchar) -> varbinary', (text: string) => Buffer.from(text, 'utf8')),
  native('from_utf8(varbinary) -> varchar', fromUtf8),
  native('to_hex(varbinary) -> varchar', (value: Uint8Array) => bytesOf(value).toString('hex').toUpperCase()),
  native('from_hex(varchar) -> varbinary', fromHex),
  native('to_base64(varbinary) -> varchar', (value: Uint8Array) => bytesOf(value).toString('base64')),
  native('from_base64(varchar) -> varbinary', fromBase64(/^([A-Za-z0-9+/]*)(={0,2})$/, 'base64')),
  native('from_base64(varbinary) -> varbinary', fromBase64(/^([A-Za-z0-9+/]*)(={0,2})$/, 'base64')),
  native('to_base64url(varbinary) -> varchar', (value: Uint8Array) =>
    bytesOf(value).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  ),
  native('from_base64url(varchar) -> varbinary', fromBase64(/^([A-Za-z0-9_-]*)(={0,2})$/, 'base64url')),
  native('to_base32(varbinary) -> varchar', toBase32),
  native('from_base32(varchar) -> varbinary', fromBase32),
  ...DIGESTS.flatMap((name) => [
    native(`${name}(varbinary) -> varbinary`, (value: Uint8Array) => createHash(name).update(value).digest()),
    native(`hmac_${name}(varbinary, varbinary) -> varbinary`, (value: Uint8Array, key: Uint8Array) => {
      if (key.length === 0) throw outOfRange();
      return createHmac(name, key).update(value).digest();
    }),
  ]),
  native('crc32(varbinary) -> bigint', (value: Uint8Array) => BigInt(crc32(bytesOf(value)))),
  native('from_big_endian_32(varbinary) -> integer', (value: Uint8Array) =>
    BigInt(exactly(4, value).readInt32BE()),
  ),
  native('from_big_endian_64(varbinary) -> bigint', (value: Uint8Array) =>
    exactly(8, value).readBigInt64BE(),
  ),
  native('to_big_endian_32(integer) -> varbinary', (value: bigint) =>
    written(4, (buffer) => buffer.writeInt32BE(Number(value))),
  ),
  native('to_big_endian_64(bigint) -> varbinary', (value: bigint) =>
    written(8, (buffer) => buffer.writeBigInt64BE(value)),
  ),
  native('from_ieee754_32(varbinary) -> real', (value: Uint8Array) => exactly(4, value).readFloatBE()),
  native('from_ieee754_64(varbinary) -> double', (value: Uint8Array) => exactly(8, value).readDoubleBE()),
  native('to_ieee754_32(real) -> varbinary', (value: number) =>
    written(4, (buffer) => buffer.writeFloatBE(value)),
  ),
  native('to_ieee754_64(double) -> varbinary', (value: number) =>
    written(8, (buffer) => buffer.writeDoubleBE(value)),
  ),
  native('length(varbinary) -> bigint', (value: Uint8Array) => BigInt(value.length)),
  native('concat(varbinary, varbinary…) -> varbinary', (...values: Uint8Array[]) => Buffer.concat(values)),
  native('substr(varbinary, bigint) -> varbinary', substring),
  native('substr(varbinary, bigint, bigint) -> varbinary', substring),
  native('reverse(varbinary) -> varbinary', (value: Uint8Array) => bytesOf(value).reverse()),
  native(
    'lpad(varbinary, bigint, varbinary) -> varbinary',
    (value: Uint8Array, size: bigint, by: Uint8Array) => {
      const { kept, fill } = padded(value, size, by);
      return Buffer.concat([fill, kept]);
    },
  ),
  native(
    'rpad(varbinary, bigint, varbinary) -> varbinary',
    (value: Uint8Array, size: bigint, by: Uint8Array) => {
      const { kept, fill } = padded(value, size, by);
      return Buffer.concat([kept, fill]);
    },
  ),
];
