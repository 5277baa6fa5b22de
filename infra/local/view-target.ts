import type { ViewTarget } from '../../sql/deploy/index.ts';
import { UsageError } from './errors.ts';

/** An engine that stores views, as a command names it. */
export type ViewPlace =
  | {
      readonly target: 'trino';
      readonly url: string;
      readonly user: string;
      readonly catalog: string;
      readonly schema: string;
      /** Value of the header `authorization`. */
      readonly authorization?: string | undefined;
    }
  | {
      readonly target: 'athena';
      readonly database: string;
      readonly workgroup: string;
      /** `s3://…`; left out when the workgroup sets it. */
      readonly output?: string | undefined;
    };

/** What runs statements there, and the schema that they run in. */
export interface OpenedTarget {
  readonly target: ViewTarget;
  readonly schema: string;
}

/** Opens the place; nothing is sent yet. */
export async function openViewTarget(place: ViewPlace): Promise<OpenedTarget> {
  if (place.target === 'trino') {
    const { trinoRunner } = await import('../../etl/engines/trino/index.ts');
    const { url, user, catalog, schema, authorization } = place;
    const headers = authorization === undefined ? {} : { headers: { authorization } };
    return {
      target: trinoRunner({ url: url.replace(/\/+$/, ''), user, catalog, schema, ...headers }),
      schema,
    };
  }
  const { athenaOfEnvironment } = await import('../../etl/engines/aws/index.ts');
  const { database, workgroup, output } = place;
  const results = output === undefined ? {} : { outputLocation: output };
  return { target: athenaOfEnvironment({ database, workgroup, ...results }), schema: database };
}

/** Options of the command as they were given. */
export interface TargetOptions {
  readonly target: 'local' | 'athena' | 'trino';
  readonly url?: string;
  readonly user?: string;
  readonly catalog?: string;
  readonly schema?: string;
  readonly database?: string;
  readonly workgroup?: string;
  readonly output?: string;
}

/**
 * The place that the options name; null for this machine.
 * @throws {UsageError} when one is missing, or belongs to another target
 */
export function placeOf(options: TargetOptions, authorization: string | undefined): ViewPlace | null {
  const { target, url, user, catalog, schema, database, workgroup, output } = options;
  const trino = { url, catalog, schema };
  const athena = { database, workgroup };
  const given = { ...trino, user, ...athena, output };
  const allowed: readonly string[] =
    target === 'trino'
      ? [...Object.keys(trino), 'user']
      : target === 'athena'
        ? [...Object.keys(athena), 'output']
        : [];
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !allowed.includes(name))
      throw new UsageError(`views: --${name} is no option of --target ${target}`);
  const need = (value: string | undefined, name: string): string => {
    if (value === undefined) throw new UsageError(`views: --target ${target} needs --${name}`);
    return value;
  };
  if (target === 'local') return null;
  return target === 'trino'
    ? {
        target,
        url: need(url, 'url'),
        user: user ?? 'cci',
        catalog: need(catalog, 'catalog'),
        schema: need(schema, 'schema'),
        authorization,
      }
    : {
        target,
        database: need(database, 'database'),
        workgroup: need(workgroup, 'workgroup'),
        output,
      };
}
