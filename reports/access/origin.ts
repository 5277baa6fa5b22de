import { OriginRefused } from './errors.ts';

const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses a request that came under a foreign host name. A page of another site can have its own name resolve to
 * this machine (DNS rebinding); the Host header still carries that name.
 * @throws {OriginRefused} when the host is not a loopback name
 */
export function checkHost(url: URL): void {
  if (OWN_NAMES.has(url.hostname)) return;
  throw new OriginRefused('access: this server answers under its loopback names only', {
    where: 'Host',
    hint: 'Open http://localhost with the port that `cci serve` printed.',
  });
}

/**
 * Refuses a changing request that another site's page sent. Browsers name the sending page in `Origin`; programs that
 * are not browsers send neither `Origin` nor `Sec-Fetch-Site` and carry no cookie that they were not given.
 * @throws {OriginRefused} when the page is not this server's own
 */
export function checkOrigin(url: URL, headers: Headers): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') throw foreign('Sec-Fetch-Site');
  if (origin === null && site === null) return;
  if (origin !== url.origin) throw foreign('Origin');
}

function foreign(where: string): OriginRefused {
  return new OriginRefused('access: the request came from a page of another site', { where });
}
