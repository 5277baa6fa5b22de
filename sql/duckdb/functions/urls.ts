import { Failure, outOfRange } from '../native/native.ts';
import type { Type } from '../types/type.ts';
import { native, type ScalarFunction } from './define.ts';

/** The parts of a URL, as Java's `URI` sees them; what is missing is null. */
interface Parts {
  readonly scheme: string | null;
  readonly host: string | null;
  readonly port: bigint | null;
  readonly path: string | null;
  readonly query: string | null;
  readonly fragment: string | null;
}

/** Characters that make Java refuse a URL; JavaScript takes U+FEFF for white space, Java does not. */
const ILLEGAL = /(?!\uFEFF)[\s<>"{}|\\^`]/;
/** Escapes and brackets are read differently in different parts, which is not proven. */
const DOUBTFUL = /[%[\]]|[^\x21-\x7e]/;
const HOST =
  /^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?|\d{1,3}(?:\.\d{1,3}){3})$/;

/** The parts of a URL; null when Java refuses it. @throws {Failure} */
function partsOf(url: string): Parts | null {
  if (ILLEGAL.test(url)) return null;
  if (DOUBTFUL.test(url)) throw new Failure('NOT_PROVEN');
  const [, scheme, hierarchical, authority, path = '', query, fragment] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(url) ?? [];
  if (fragment?.includes('#')) return null;
  const opaque = scheme !== undefined && hierarchical === undefined && !path.startsWith('/');
  if (opaque && path === '') return null;
  if (hierarchical !== undefined && authority === '') throw new Failure('NOT_PROVEN');
  if (hierarchical === undefined && scheme === undefined && /^[^/]*:/.test(path)) return null;
  const known = serverOf(authority ?? '');
  return {
    scheme: scheme ?? null,
    host: known?.host ?? null,
    port: known?.port ?? null,
    path: opaque ? null : path,
    query: opaque ? null : (query ?? null),
    fragment: fragment ?? null,
  };
}

/** The host and port of an authority; null when it names no server. */
function serverOf(authority: string): { host: string; port: bigint | null } | null {
  const [, host = '', port] = /^(?:[^@]*@)?([^@:]*)(?::(\d{0,9}))?$/.exec(authority) ?? [];
  return HOST.test(host) ? { host, port: port ? BigInt(port) : null } : null;
}

const part = (name: 'scheme' | 'host' | 'path' | 'query' | 'fragment') => (url: string) => {
  const parts = partsOf(url);
  return parts && (parts[name] ?? '');
};

function parameter(url: string, name: string): string | null {
  const query = partsOf(url)?.query;
  if (query === null || query === undefined) return null;
  if (query.includes('+')) throw new Failure('NOT_PROVEN');
  for (const argument of query.split('&')) {
    const [, key, value = ''] = /^([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
    if (key === name) return value;
  }
  return null;
}

const encode = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      if (/[A-Za-z0-9_.*-]/.test(sign)) return sign;
      return sign === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

function decode(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw outOfRange();
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Failure('NOT_PROVEN');
  }
}

const encodedLength = ([type]: readonly Type[]): Type => {
  const length = type?.kind === 'varchar' && type.length !== null ? type.length * 12 : null;
  return { kind: 'varchar', length: length !== null && length < 2_147_483_647 ? length : null };
};

/** Functions of URLs. */
export const URLS: readonly ScalarFunction[] = [
  native('url_extract_protocol(varchar(x)) -> varchar(x)', part('scheme')),
  native('url_extract_host(varchar(x)) -> varchar(x)', part('host')),
  native('url_extract_path(varchar(x)) -> varchar(x)', part('path')),
  native('url_extract_query(varchar(x)) -> varchar(x)', part('query')),
  native('url_extract_fragment(varchar(x)) -> varchar(x)', part('fragment')),
  native('url_extract_port(varchar(x)) -> bigint', (url: string) => partsOf(url)?.port ?? null),
  native('url_extract_parameter(varchar(x), varchar) -> varchar(x)', parameter),
  native('url_encode(varchar(x)) -> varchar', encode, { resultOf: encodedLength }),
  native('url_decode(varchar(x)) -> varchar(x)', decode),
];
