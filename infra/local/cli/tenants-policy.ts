import { type Command, InvalidArgumentError } from 'commander';
import type { AwsPlace } from '../../aws/index.ts';
import { withHome } from '../home.ts';
import type { Context } from './context.ts';
import { wholeNumber } from './options.ts';

interface PolicyOptions extends Omit<AwsPlace, 'resultsBucket' | 'scanLimit'> {
  readonly resultsBucket?: string;
  /** Megabytes. */
  readonly scanLimit: number;
}

/** Athena's least limit is 10 MB a query. */
const LEAST_LIMIT_MB = 10;
const MOST_LIMIT_MB = 7_000_000;
const DEFAULT_LIMIT_MB = 10_240;

/** `cci tenants policy`: the fence of a tenant for Athena, as a CloudFormation template. */
export function addTenantPolicy(tenants: Command, context: Context): void {
  withPlace(tenants.command('policy <tenant>'))
    .description('Print the fence of a tenant for Athena, as a CloudFormation template')
    .option(
      '--scan-limit <mb>',
      'most megabytes one query may scan',
      wholeNumber(LEAST_LIMIT_MB, MOST_LIMIT_MB),
      DEFAULT_LIMIT_MB,
    )
    .addHelpText(
      'after',
      `
  $ cci tenants policy acme --account 123456789012 --bucket acme-lake \\
      --trusted arn:aws:iam::123456789012:role/Analysts > acme.json
  $ aws cloudformation deploy --stack-name cci-acme --template-file acme.json --s3-bucket acme-deploy \\
      --capabilities CAPABILITY_NAMED_IAM`,
    )
    .action((id: string, options: PolicyOptions) => printPolicy(context, id, options));
}

/** Adds the options that say where the lake is and who asks. */
function withPlace(command: Command): Command {
  const bucket = matching(BUCKET, 'must be the name of a bucket.');
  const person = matching(PERSON, 'must be the ARN of a user or role.');
  const database = matching(/^[a-z0-9_]+$/, 'must be the name of a database.');
  return command
    .requiredOption('--account <id>', 'AWS account', matching(/^\d{12}$/, 'must have 12 digits.'))
    .requiredOption('--bucket <name>', 'bucket of the lake', bucket)
    .requiredOption('--trusted <arn>', "user or role that may take the analyst's role", person)
    .option('--region <region>', 'AWS region', matching(REGION, 'must be a region.'), 'eu-central-1')
    .option('--database <name>', 'Glue database', database, 'lake')
    .option('--results-bucket <name>', 'bucket of query results (default: the bucket of the lake)', bucket)
    .option('--kms-key <arn>', 'key of the buckets', matching(KEY, 'must be the ARN of a key.'));
}

const PERSON = /^arn:aws:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const KEY = /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]+$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

function matching(pattern: RegExp, otherwise: string): (text: string) => string {
  return (text) => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(otherwise);
  };
}

function printPolicy({ root, terminal }: Context, id: string, options: PolicyOptions): Promise<void> {
  return withHome(root, async (home) => {
    const [{ tenantTemplate }, { tenantFence }, { loadCatalog }] = await Promise.all([
      import('../../aws/index.ts'),
      import('../../../sql/fence/index.ts'),
      import('../../../sql/catalog.ts'),
    ]);
    const { scanLimit, resultsBucket = options.bucket, ...place } = options;
    const template = tenantTemplate(tenantFence(home.tenants.require(id).tenant_id, loadCatalog()), {
      ...place,
      resultsBucket,
      scanLimit: scanLimit * 1024 ** 2,
    });
    terminal.out(`${JSON.stringify(template, null, 2)}\n`);
  });
}
