import type { ErasePorts, ErasureReport, ErasureRequest, Selector } from '../../../etl/erase/index.ts';
import { CALL_ID_PATTERN, parseTenantId, type TenantId } from '../../../pipeline/contract/index.ts';
import { UsageError } from '../errors.ts';
import { type Home, withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import {
  eraseText,
  hintsFor,
  isEmpty,
  nobodyText,
  previewText,
  retiredText,
  verificationText,
} from './erase-text.ts';
import { EXIT } from './exit-codes.ts';
import { day } from './options.ts';

interface EraseOptions {
  readonly tenant?: string;
  readonly call?: string;
  readonly customer?: string;
  readonly agent?: string;
  readonly before?: string;
  readonly all?: true;
  readonly retention?: true;
  readonly verify?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `cci erase`: removes calls for good from every place, applies retention rules, and proves absence. */
export const addErase: AddCommand = (program, context) => {
  program
    .command('erase')
    .description('Remove calls for good from every place that a copy can be in, and prove it')
    .option('--tenant <tenant>', 'the tenant')
    .option('--call <id>', 'one call')
    .option('--customer <ref>', 'all calls of a customer')
    .option('--agent <id>', 'all calls that an agent handled')
    .option('--before <day>', 'all calls that started before a UTC day', day)
    .option('--all', 'everything of the tenant, its record and its forms')
    .option('--retention', 'what is older than tenants keep calls (tenants set --retain-days)')
    .option('--verify', 'remove nothing; prove that nothing that was erased is kept')
    .option('--yes', 'do not ask; without it nothing is erased where nobody can be asked')
    .option('--json', 'print the account as JSON')
    .addHelpText(
      'after',
      `
What is erased does not come back: not by ingesting it again, not by a night over a restored backup. The files that you
ingested are yours and stay where they are, unless they lie below the home (docs/erasure.md).

  $ cci erase --tenant acme --call call-1
  $ cci erase --tenant acme --customer C-1001 --yes --json
  $ cci erase --retention --yes
  $ cci erase --verify`,
    )
    .action((options: EraseOptions) => run(context, options));
};

function run(context: Context, options: EraseOptions): Promise<void> {
  const task = taskOf(options);
  return withHome(context.root, async (home) => {
    if (task === 'verify') return verify(context, home, options);
    if (task === 'retention') return retain(context, home, options);
    return eraseCalls(context, home, { ...options, selector: task });
  });
}

/**
 * The one thing that the options ask for.
 * @throws {UsageError} when they ask for none, or for several
 */
function taskOf({ call, customer, agent, before, all, retention, verify: proof }: EraseOptions) {
  const selectors: (Selector | null)[] = [
    call === undefined ? null : { kind: 'call', value: call },
    customer === undefined ? null : { kind: 'customer', value: customer },
    agent === undefined ? null : { kind: 'agent', value: agent },
    before === undefined ? null : { kind: 'before', value: before },
    all === undefined ? null : { kind: 'all', value: null },
  ];
  const named = selectors.filter((selector) => selector !== null);
  const tasks = [
    ...named,
    ...(retention ? (['retention'] as const) : []),
    ...(proof ? (['verify'] as const) : []),
  ];
  const [task] = tasks;
  if (task === undefined || tasks.length > 1) {
    throw new UsageError('erase: name exactly one of what is to be erased', {
      hint: 'One of --call, --customer, --agent, --before, --all, --retention, or --verify.',
    });
  }
  if (call !== undefined && !CALL_ID_PATTERN.test(call))
    throw new UsageError('erase: that is no call id', { hint: 'See "cci calls list".' });
  if ([customer, agent].includes('')) throw new UsageError('erase: an empty name names nobody');
  return task;
}

/**
 * The tenant that is meant: a registered one, or one of which something was erased, whole ones included.
 * @throws {TenantRefused} when there never was one
 */
async function tenantOf(home: Home, ports: Ports, text: string | undefined): Promise<TenantId> {
  if (text === undefined) throw new UsageError('erase: whose? Name the tenant', { hint: 'Add --tenant T.' });
  const id = parseTenantId(text);
  const gone = [...home.tombstones.tenants(), ...(await ports.unfinished.tenants())];
  return gone.includes(id) ? id : home.tenants.require(text).tenant_id;
}

type Ports = ErasePorts & { readonly unfinished: { tenants(): Promise<TenantId[]> } };

async function eraseCalls(
  context: Context,
  home: Home,
  { tenant, selector, yes, json }: EraseOptions & { readonly selector: Selector },
): Promise<void> {
  const { erase } = await import('../../../etl/erase/index.ts');
  const { erasePorts } = await import('../erase/index.ts');
  const ports = erasePorts(home);
  const request: ErasureRequest = {
    tenantId: await tenantOf(home, ports, tenant),
    selector,
    now: new Date(),
  };
  if (yes !== true && !(await areWanted(context, ports, [request]))) return;
  report(context, request, await erase(ports, request), json === true);
}

/**
 * Whether a person wants all of this; what is nowhere is not asked about. A no stands in the exit code.
 * @throws {UsageError} when nobody can be asked
 */
async function areWanted(
  { terminal, exitWith }: Context,
  ports: Ports,
  requests: readonly ErasureRequest[],
): Promise<boolean> {
  const { ask } = terminal;
  if (ask === undefined) {
    throw new UsageError('erase: nobody is there to be asked', {
      hint: 'Add --yes if that is what you want; what is erased cannot be had back.',
    });
  }
  const { previewErasure } = await import('../../../etl/erase/index.ts');
  for (const request of requests) {
    const preview = await previewErasure(ports, request);
    if (isEmpty(preview) && (await ports.unfinished.read(request.tenantId)) === null) continue;
    terminal.err(previewText(preview, request.tenantId));
    const answer = await ask(`Erase this for good? Type the tenant's id (${request.tenantId}) to go on: `);
    if (answer?.trim() === request.tenantId) continue;
    terminal.err(answer === null ? 'cancelled: nothing was erased\n' : 'nothing was erased\n');
    exitWith(answer === null ? EXIT.cancelled : EXIT.failed);
    return false;
  }
  return true;
}

function report(
  { terminal, exitWith }: Context,
  { tenantId }: ErasureRequest,
  done: ErasureReport,
  json: boolean,
): void {
  terminal.out(json ? `${JSON.stringify({ tenant_id: tenantId, ...done })}\n` : eraseText(done, tenantId));
  if (!done.proven) exitWith(EXIT.partial);
}

async function retain(context: Context, home: Home, { tenant, yes, json }: EraseOptions): Promise<void> {
  const { applyRetention, retentionRequests } = await import('../erase/retention.ts');
  const { erasePorts } = await import('../erase/index.ts');
  const tenants = tenant === undefined ? home.tenants.list() : [home.tenants.require(tenant)];
  const now = new Date();
  const requests = retentionRequests(tenants, now);
  if (yes !== true && requests.length > 0 && !(await areWanted(context, erasePorts(home), requests))) return;
  const retired = await applyRetention(home, tenants, { proof: 'full', now });
  const { terminal, exitWith } = context;
  if (json === true) {
    const accounts = retired.map(({ tenant_id, before, report: done }) => ({ tenant_id, before, ...done }));
    terminal.out(`${JSON.stringify(accounts)}\n`);
  } else for (const one of retired) terminal.out(retiredText(one));
  if (retired.length === 0 && json !== true)
    terminal.err('no tenant has a rule: cci tenants set T --retain-days N\n');
  if (retired.some(({ report: done }) => !done.proven)) exitWith(EXIT.partial);
}

async function verify(
  { terminal, exitWith }: Context,
  home: Home,
  { tenant, json }: EraseOptions,
): Promise<void> {
  const { verifyTenant } = await import('../../../etl/erase/index.ts');
  const { erasePorts } = await import('../erase/index.ts');
  const ports = erasePorts(home);
  const begun = await ports.unfinished.tenants();
  const ids = new Set([
    ...home.tombstones.tenants(),
    ...begun,
    ...home.tenants.list().map((t) => t.tenant_id),
  ]);
  const tenants = tenant === undefined ? [...ids].sort() : [await tenantOf(home, ports, tenant)];
  const results = [];
  for (const id of tenants) results.push(await verifyTenant(ports, id));
  const proven = results.every(({ findings }) => findings.length === 0);
  if (tenants.length === 0) terminal.err(nobodyText(home.root));
  if (json === true) terminal.out(`${JSON.stringify({ proven, tenants: results })}\n`);
  else {
    for (const result of results) terminal.out(verificationText(result));
    terminal.err(hintsFor(results.flatMap(({ findings }) => findings)));
  }
  if (!proven) exitWith(EXIT.partial);
}
