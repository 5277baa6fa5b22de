import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { FormDraft, QaForm } from '../../../pipeline/contract/index.ts';
import {
  type Finding,
  isPublishable,
  lintFormText,
  parseForm,
  READY_MADE_FORMS,
  readyMadeForm,
} from '../../../pipeline/evaluate/index.ts';
import { FileUnreadable, NotFound } from '../errors.ts';
import { isMissing } from '../folder-store.ts';
import { publishForm } from '../forms.ts';
import { withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption, tenantOption } from './options.ts';

/** `cci forms`: QA forms, checked and published. */
export const addForms: AddCommand = (program, context) => {
  const forms = program.command('forms').description('Check, publish, list and show QA forms');
  forms
    .command('lint <file>')
    .description('Say what is wrong with a form, or could be better')
    .option('--json', 'print the findings as JSON')
    .action((file: string, options: { json?: true }) => lint(context, file, options.json === true));
  forms
    .command('publish <file>')
    .description('Publish a form (a file, or the name of a ready-made one) as its next version')
    .addOption(tenantOption())
    .addHelpText(
      'after',
      `\nReady-made: ${READY_MADE_FORMS.join(', ')}\n\n  $ cci forms publish service-quality --tenant acme`,
    )
    .action((file: string, options: { tenant: string }) => publish(context, file, options.tenant));
  forms
    .command('list')
    .description("List a tenant's published forms")
    .addOption(tenantOption())
    .addOption(formatOption())
    .action((options: { tenant: string; format: Format }) => list(context, options));
  forms
    .command('show <form>')
    .description('Show a published form, id or id@version, as YAML')
    .addOption(tenantOption())
    .action((form: string, options: { tenant: string }) => show(context, form, options.tenant));
};

async function lint({ terminal, exitWith }: Context, file: string, json: boolean): Promise<void> {
  const findings = lintFormText(await textNamed(file), basename(file));
  if (json) terminal.out(`${JSON.stringify(findings)}\n`);
  else
    terminal.out(findings.length === 0 ? 'nothing to complain about\n' : findings.map(findingText).join(''));
  if (!isPublishable(findings)) exitWith(EXIT.partial);
}

function findingText({ severity, code, where, line, message, fix }: Finding): string {
  const place = line === null ? where : `line ${line}, ${where}`;
  return `${severity}: ${place}: ${message} (${code})\n    ${fix}\n`;
}

function publish({ root, terminal }: Context, file: string, tenantId: string): Promise<void> {
  return withHome(root, async (home) => {
    const tenant = home.tenants.require(tenantId);
    const { form, isNew } = publishForm(home, tenant.tenant_id, await draftOf(file));
    const said = isNew ? 'published' : 'has this content already: nothing published';
    terminal.out(`${form.form_id} v${form.version} ${said}\n`);
    if (isNew && home.landings.callIds(tenant.tenant_id).length > 0) {
      terminal.err(
        `Calls that landed before keep their scores. To score them again: cci rescore --tenant ${tenantId}\n`,
      );
    }
  });
}

async function draftOf(file: string): Promise<FormDraft> {
  return parseForm(await textNamed(file), basename(file));
}

/** Text of a form: of a ready-made one by its name, else of a file. */
async function textNamed(file: string): Promise<string> {
  const readyMade = READY_MADE_FORMS.find((name) => name === file);
  return readyMade === undefined ? formText(file) : readyMadeForm(readyMade);
}

async function formText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) throw new FileUnreadable('forms: the file cannot be read', file, error);
    throw new NotFound('forms: no such file', {
      where: file,
      hint: `Ready-made forms: ${READY_MADE_FORMS.join(', ')}`,
    });
  }
}

function list({ root, terminal }: Context, options: { tenant: string; format: Format }): Promise<void> {
  return withHome(root, (home) => {
    const columns = ['form_id', 'version', 'title', 'criteria', 'published_at'].map((name) => ({
      name,
      type: 'varchar',
    }));
    const kept = home.forms.list(home.tenants.require(options.tenant).tenant_id);
    const rows = kept.map(({ form, published_at }) => [
      form.form_id,
      form.version,
      form.title,
      form.criteria.length,
      published_at,
    ]);
    if (rows.length === 0 && options.format === 'table') {
      terminal.err(
        `no forms yet; publish one: cci forms publish service-quality --tenant ${options.tenant}\n`,
      );
      return;
    }
    terminal.out(formatResult({ columns, rows }, options.format, { cut: terminal.interactive }));
  });
}

function show({ root, terminal }: Context, name: string, tenantId: string): Promise<void> {
  return withHome(root, (home) => {
    const { form } = home.forms.latest(home.tenants.require(tenantId).tenant_id, name);
    terminal.out(`# ${form.form_id}@${form.version}\n${stringify(asWritten(form))}`);
  });
}

/** The form as its author would write it, so that it can be changed and published again: without the version, and keys that say nothing. */
function asWritten({ version: _, ...form }: QaForm): unknown {
  return JSON.parse(JSON.stringify(form, (_key, value: unknown) => (value === null ? undefined : value)));
}
