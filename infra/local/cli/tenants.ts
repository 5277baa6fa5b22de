import {
  MOST_RETAIN_DAYS,
  parseTenantId,
  TENANT_DEFAULTS,
  type Tenant,
  tenantSchema,
} from '../../../pipeline/contract/index.ts';
import { UsageError } from '../errors.ts';
import { withHome, withNewHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption, wholeNumber } from './options.ts';
import { addTenantPolicy } from './tenants-policy.ts';

interface TenantOptions {
  readonly name?: string;
  readonly timeZone?: string;
  readonly language?: string;
  readonly defaultForm?: string;
  readonly retainDays?: number | 'none';
}

/** `cci tenants`: who exists in this lake. */
export const addTenants: AddCommand = (program, context) => {
  const tenants = program.command('tenants').description('Register and list tenants');
  tenants
    .command('add <tenant>')
    .description('Register a tenant')
    .option('--name <name>', 'name to show (default: the id)')
    .option(
      '--time-zone <zone>',
      `IANA zone in which its days are counted (default: ${TENANT_DEFAULTS.time_zone})`,
    )
    .option('--language <tag>', `language of its calls (default: ${TENANT_DEFAULTS.language})`)
    .addHelpText(
      'after',
      '\n  $ cci tenants add acme --name "Acme Support" --time-zone Europe/Berlin --language de',
    )
    .action((id: string, options: TenantOptions) => add(context, id, options));
  tenants
    .command('set <tenant>')
    .description("Change a tenant's record")
    .option('--name <name>', 'name to show')
    .option('--time-zone <zone>', 'IANA zone in which its days are counted (the next night recounts them)')
    .option('--language <tag>', 'language of its calls')
    .option('--default-form <form>', 'form used when ingest names none; "none" takes it away')
    .option(
      '--retain-days <n>',
      'erase calls after so many UTC days, each night; "none" keeps them',
      retainDays,
    )
    .addHelpText(
      'after',
      '\n  $ cci tenants set acme --default-form service-quality\n  $ cci tenants set acme --retain-days 365',
    )
    .action((id: string, options: TenantOptions) => set(context, id, options));
  tenants
    .command('list')
    .description('List the tenants')
    .addOption(formatOption())
    .action((options: { format: Format }) => list(context, options.format));
  addTenantPolicy(tenants, context);
};

function add({ root, terminal }: Context, id: string, options: TenantOptions): Promise<void> {
  return withNewHome(root, (home) => {
    const tenant = checked({
      tenant_id: parseTenantId(id),
      name: options.name ?? id,
      time_zone: options.timeZone ?? TENANT_DEFAULTS.time_zone,
      language: options.language ?? TENANT_DEFAULTS.language,
      default_form: null,
      created_at: new Date().toISOString(),
    });
    home.tenants.add(tenant);
    terminal.out(
      `tenant ${tenant.tenant_id} registered (${tenant.name}, ${tenant.time_zone}, ${tenant.language})\n`,
    );
  });
}

function set({ root, terminal }: Context, id: string, options: TenantOptions): Promise<void> {
  return withHome(root, (home) => {
    const before = home.tenants.require(id);
    const form = options.defaultForm;
    const { retain_days: kept, ...rest } = before;
    const days = options.retainDays ?? kept;
    if (form !== undefined && form !== 'none') home.forms.latest(before.tenant_id, form);
    const tenant = checked({
      ...rest,
      ...(days === undefined || days === 'none' ? {} : { retain_days: days }),
      name: options.name ?? before.name,
      time_zone: options.timeZone ?? before.time_zone,
      language: options.language ?? before.language,
      default_form: form === undefined ? before.default_form : form === 'none' ? null : form,
    });
    home.tenants.set(tenant);
    terminal.out(`tenant ${tenant.tenant_id} changed\n`);
  });
}

function list({ root, terminal }: Context, format: Format): Promise<void> {
  return withHome(root, (home) => {
    const names = [
      'tenant_id',
      'name',
      'time_zone',
      'language',
      'default_form',
      'retain_days',
      'created_at',
    ] as const;
    const columns = names.map((name) => ({ name, type: name === 'retain_days' ? 'integer' : 'varchar' }));
    const rows = home.tenants.list().map((tenant) => names.map((name) => tenant[name] ?? null));
    if (rows.length === 0 && format === 'table') {
      terminal.err('no tenants yet; register one: cci tenants add acme\n');
      return;
    }
    terminal.out(formatResult({ columns, rows }, format, { cut: terminal.interactive }));
  });
}

const retainDays = (text: string): number | 'none' =>
  text === 'none' ? text : wholeNumber(1, MOST_RETAIN_DAYS)(text);

function checked(tenant: Tenant): Tenant {
  const result = tenantSchema.safeParse(tenant);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UsageError(`tenants: ${issue?.message ?? 'not a tenant record'}`, {
    where: issue?.path.join('.') ?? '',
    hint: 'Time zones are IANA names such as Europe/Berlin, languages are tags such as en or de-AT.',
  });
}
