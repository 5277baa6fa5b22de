import { Hono } from 'hono';
import { checkHost, checkOrigin } from '../access/index.ts';
import { dataRoutes } from './data-routes.ts';
import { AddressUnknown } from './errors.ts';
import { answerFailure, statusOf } from './failure.ts';
import { securityHeaders } from './headers.ts';
import { pageRoutes } from './page-routes.ts';
import type { ReportPorts } from './ports.ts';
import { sessionRoutes } from './session-routes.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Makes the dashboard's HTTP application: the page, the sign-in, and the numbers of the signed-in reader's tenant. */
export function createApp(ports: ReportPorts): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(async (context, next) => {
    const url = new URL(context.req.url);
    checkHost(url);
    if (!SAFE_METHODS.has(context.req.method)) checkOrigin(url, context.req.raw.headers);
    await next();
  });
  app.use('/api/*', async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  app.route('/api', sessionRoutes(ports));
  app.route('/api', dataRoutes(ports));
  app.all('/api/*', () => {
    throw new AddressUnknown();
  });
  app.route('/', pageRoutes(ports));
  app.notFound((context) => answerFailure(context, new AddressUnknown()));
  app.onError((error, context) => {
    if (statusOf(error) >= 500) ports.onFailure?.(error, new URL(context.req.url).pathname);
    return answerFailure(context, error);
  });
  return app;
}
