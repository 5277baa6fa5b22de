import { type Context, Hono } from 'hono';
import { AccessError } from '../access/index.ts';
import { AddressUnknown } from './errors.ts';
import { type PageFile, type PageFiles, readPageFiles } from './page-files.ts';
import type { ReportPorts } from './ports.ts';
import { readerOf } from './who.ts';

const SIGN_IN = '/sign-in';

/** Routes of the page: its addresses, all of one HTML file, and the files that it loads. */
export function pageRoutes(ports: ReportPorts): Hono {
  let reading: Promise<PageFiles> | undefined;
  const files = async (): Promise<PageFiles> => {
    reading ??= readPageFiles(ports.webRoot);
    try {
      return await reading;
    } catch (error) {
      reading = undefined;
      throw error;
    }
  };
  const page = async (context: Context) => sent(context, (await files()).get('/index.html'));
  const guarded = async (context: Context) =>
    (await signedIn(context, ports)) ? page(context) : away(context);
  return new Hono()
    .get('/', guarded)
    .get('/calls/:id', guarded)
    .get(SIGN_IN, page)
    .get('*', async (context) => {
      const path = new URL(context.req.url).pathname;
      const file = path === '/index.html' ? undefined : (await files()).get(path);
      return file === undefined ? nowhere(context, page) : sent(context, file);
    });
}

/** A reader who went astray gets a page that says so; programs get the error. */
async function nowhere(context: Context, page: (context: Context) => Promise<Response>): Promise<Response> {
  const wantsPage = (context.req.header('accept') ?? '').includes('text/html');
  if (!wantsPage) throw new AddressUnknown();
  context.status(404);
  context.header('Cache-Control', 'no-store');
  return page(context);
}

async function signedIn(context: Context, ports: ReportPorts): Promise<boolean> {
  try {
    await readerOf(context, ports);
    return true;
  } catch (error) {
    if (error instanceof AccessError) return false;
    throw error;
  }
}

function away(context: Context): Response {
  const { pathname, search } = new URL(context.req.url);
  context.header('Cache-Control', 'no-store');
  const here = `${pathname}${search}`;
  return context.redirect(here === '/' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(here)}`);
}

/** Files under `assets` carry a hash in their name and never change; the rest is asked for again each time. */
function sent(context: Context, file: PageFile | undefined): Response {
  if (file === undefined) throw new AddressUnknown();
  const forever = new URL(context.req.url).pathname.startsWith('/assets/');
  context.header('ETag', file.tag);
  context.header('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (context.req.header('if-none-match') === file.tag) return context.body(null, 304);
  context.header('Content-Type', file.type);
  return context.body(file.bytes);
}
