import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import * as access from '../../../reports/access/index.ts';

const secret = new TextEncoder().encode('a secret of at least thirty-two bytes');
const now = new Date('2026-11-20T10:00:00Z');
const session = { personId: 'ada', tenantId: parseTenantId('northwind') };
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('a session', () => {
  it('says who asks and for which tenant', async () => {
    expect(await access.readSession(await access.signSession(session, secret, now), secret, now)).toEqual(
      session,
    );
  });

  it('ends after its time', async () => {
    const token = await access.signSession(session, secret, now);
    await access.readSession(token, secret, later(access.SESSION_SECONDS - 1));
    await expect(access.readSession(token, secret, later(access.SESSION_SECONDS + 1))).rejects.toThrow(
      access.SessionRefused,
    );
  });

  it('is refused when its tenant was altered', async () => {
    const [head, body, signature] = (await access.signSession(session, secret, now)).split('.');
    const claims = JSON.parse(Buffer.from(String(body), 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, tenant: 'lumen' })).toString('base64url');
    await expect(access.readSession(`${head}.${altered}.${signature}`, secret, now)).rejects.toThrow(
      access.SessionRefused,
    );
  });

  it('is refused when another key signed it', async () => {
    const other = new TextEncoder().encode('another secret of thirty-two bytes!');
    const token = await access.signSession(session, other, now);
    await expect(access.readSession(token, secret, now)).rejects.toThrow(access.SessionRefused);
  });

  it('is refused without a signature, without an end, and when made for something else', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(
      JSON.stringify({
        sub: 'ada',
        tenant: 'northwind',
        iss: 'cci-lake',
        aud: 'cci-lake/reports',
        exp: 9e9,
        iat: 0,
      }),
    ).toString('base64url')}.`;
    const claims = new SignJWT({ tenant: 'northwind' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada');
    const endless = await claims
      .setIssuer('cci-lake')
      .setAudience('cci-lake/reports')
      .setIssuedAt(1)
      .sign(secret);
    const foreign = await new SignJWT({ tenant: 'northwind' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada')
      .setIssuer('cci-lake')
      .setAudience('cci-lake/export')
      .setIssuedAt(now.getTime() / 1000)
      .setExpirationTime(now.getTime() / 1000 + 60)
      .sign(secret);
    for (const token of [none, endless, foreign, 'not.a.token', ''])
      await expect(access.readSession(token, secret, now)).rejects.toThrow(access.SessionRefused);
  });

  it('is refused when it names no tenant', async () => {
    const token = await access.signSession({ personId: 'ada', tenantId: '../x' as never }, secret, now);
    await expect(access.readSession(token, secret, now)).rejects.toThrow('names no person or tenant');
  });
});

describe('a host', () => {
  it.each(['http://localhost:3000/', 'http://127.0.0.1:8080/x', 'http://[::1]:3000/'])(
    '%s is ours',
    (url) => {
      expect(() => access.checkHost(new URL(url))).not.toThrow();
    },
  );

  it.each(['http://evil.example:3000/', 'http://localhost.evil.example/', 'http://0.0.0.0:3000/'])(
    '%s is refused',
    (url) => {
      expect(() => access.checkHost(new URL(url))).toThrow(access.OriginRefused);
    },
  );
});

describe('a changing request', () => {
  const url = new URL('http://localhost:3000/api/session');
  const check = (headers: Record<string, string>) => () => access.checkOrigin(url, new Headers(headers));

  it('is taken from our own page and from a program', () => {
    expect(check({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' })).not.toThrow();
    expect(check({})).not.toThrow();
  });

  it('is refused from a page of another site, port or scheme', () => {
    for (const origin of ['https://evil.example', 'http://localhost:4000', 'https://localhost:3000', 'null'])
      expect(check({ origin })).toThrow(access.OriginRefused);
    expect(check({ 'sec-fetch-site': 'cross-site' })).toThrow(access.OriginRefused);
    expect(check({ 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' })).toThrow(
      access.OriginRefused,
    );
  });
});
