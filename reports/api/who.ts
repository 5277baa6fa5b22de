import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Tenant } from '../../pipeline/contract/index.ts';
import { readSession, SESSION_COOKIE, SessionRefused, TenantForbidden } from '../access/index.ts';
import type { Person, ReportPorts } from './ports.ts';

/** Who asks: a person who may still sign in, and the tenant that their session was signed for. */
export interface Reader {
  readonly person: Person;
  readonly tenant: Tenant;
}

/**
 * Reads who asks from the session cookie, the only thing of a request that is believed.
 * @throws {SessionRefused} without a valid session, or when the person may not sign in any more
 * @throws {TenantForbidden} when the registry does not know the session's tenant
 */
export async function readerOf(context: Context, ports: ReportPorts): Promise<Reader> {
  const session = await readSession(getCookie(context, SESSION_COOKIE), ports.sessionSecret, ports.now());
  const tenant = await ports.tenant(session.tenantId);
  if (tenant === null) throw new TenantForbidden({ where: session.tenantId });
  const people = await ports.people();
  const person = people.find(({ id, tenantId }) => id === session.personId && tenantId === session.tenantId);
  if (person === undefined) throw new SessionRefused('access: this person may not sign in any more');
  return { person, tenant };
}
