import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { tenantIdSchema } from '../../pipeline/contract/index.ts';
import { SessionRefused } from './errors.ts';

/** How long a session lasts after signing in, in seconds. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** Name of the cookie that carries the session token. */
export const SESSION_COOKIE = 'cci_session';

const ISSUER = 'cci-lake';
const AUDIENCE = 'cci-lake/reports';
const ALGORITHM = 'HS256';

const claimsSchema = z.object({ sub: z.string().min(1), tenant: tenantIdSchema });

/** Who asks, and for which tenant: the only place a request's tenant comes from. */
export interface Session {
  readonly personId: string;
  readonly tenantId: z.infer<typeof tenantIdSchema>;
}

/** Signs a session as a JWT (RFC 7519, HS256) that ends {@link SESSION_SECONDS} after `now`. */
export function signSession(session: Session, secret: Uint8Array, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ tenant: session.tenantId })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(session.personId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + SESSION_SECONDS)
    .sign(secret);
}

/**
 * Reads a session token.
 * @throws {SessionRefused} when it is missing, altered, expired, or made for something else
 */
export async function readSession(
  token: string | undefined,
  secret: Uint8Array,
  now: Date,
): Promise<Session> {
  if (!token) throw new SessionRefused('access: no session');
  const payload = await verified(token, secret, now);
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw new SessionRefused('access: the session names no person or tenant');
  return { personId: claims.data.sub, tenantId: claims.data.tenant };
}

async function verified(token: string, secret: Uint8Array, now: Date): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat'],
      currentDate: now,
    });
    return payload;
  } catch (cause) {
    throw new SessionRefused('access: the session is not valid (any more)', { cause });
  }
}
