import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import {
  PersonUnknown,
  SESSION_COOKIE,
  SESSION_SECONDS,
  signSession,
  TenantForbidden,
} from '../access/index.ts';
import { QuestionRefused } from './errors.ts';
import type { Person, ReportPorts } from './ports.ts';
import { type Reader, readerOf } from './who.ts';

/** Someone who may sign in, as the sign-in page lists them. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly tenant_name: string;
}

/** Who is signed in, and how their tenant writes dates and numbers. */
export interface SessionAnswer {
  readonly person: { readonly name: string; readonly role: string };
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly time_zone: string;
    readonly language: string;
  };
}

const signInSchema = z.object({ person: z.string().min(1).max(500) });
const cookieOptions = { httpOnly: true, sameSite: 'Strict', path: '/' } as const;

/** Routes of the local demo login: who may sign in, sign in, who am I, sign out. */
export function sessionRoutes(ports: ReportPorts): Hono {
  return new Hono()
    .get('/people', async (context) => context.json(await listed(ports)))
    .post('/session', bodyLimit({ maxSize: 4096 }), async (context) => {
      const body = signInSchema.safeParse(await jsonOf(context.req.raw));
      if (!body.success) throw new QuestionRefused('api: the body must name a person', { where: 'person' });
      const reader = await readerFor(ports, body.data.person);
      const token = await signSession(
        { personId: reader.person.id, tenantId: reader.tenant.tenant_id },
        ports.sessionSecret,
        ports.now(),
      );
      setCookie(context, SESSION_COOKIE, token, {
        ...cookieOptions,
        maxAge: SESSION_SECONDS,
        secure: new URL(context.req.url).protocol === 'https:',
      });
      return context.json(sessionAnswer(reader));
    })
    .get('/session', async (context) => context.json(sessionAnswer(await readerOf(context, ports))))
    .delete('/session', (context) => {
      deleteCookie(context, SESSION_COOKIE, cookieOptions);
      return context.body(null, 204);
    });
}

async function listed(ports: ReportPorts): Promise<ListedPerson[]> {
  const people = await ports.people();
  const rows = people.map(async ({ id, name, role, tenantId }) => {
    const tenant = await ports.tenant(tenantId);
    return tenant === null ? [] : [{ id, name, role, tenant_name: tenant.name }];
  });
  return (await Promise.all(rows)).flat();
}

async function readerFor(ports: ReportPorts, personId: string): Promise<Reader> {
  const person: Person | undefined = (await ports.people()).find(({ id }) => id === personId);
  if (person === undefined) throw new PersonUnknown();
  const tenant = await ports.tenant(person.tenantId);
  if (tenant === null) throw new TenantForbidden({ where: person.tenantId });
  return { person, tenant };
}

/** A form of another site cannot send this content type without asking first. */
async function jsonOf(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new QuestionRefused('api: the body must be JSON', { where: 'Content-Type' });
  try {
    return await request.json();
  } catch (cause) {
    throw new QuestionRefused('api: the body is not JSON', { where: 'body', cause });
  }
}

function sessionAnswer({ person, tenant }: Reader): SessionAnswer {
  const { tenant_id: id, name, time_zone, language } = tenant;
  return { person: { name: person.name, role: person.role }, tenant: { id, name, time_zone, language } };
}
