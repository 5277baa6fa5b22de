import { type Command, InvalidArgumentError } from 'commander';
import { ATHENA_USD_PER_TB } from '../../../sql/athena-price.ts';
import type { Format } from './formats.ts';
import { formatOption, tenantOption, wholeNumber } from './options.ts';

/** What `cci sql` is told. */
export interface SqlOptions {
  readonly tenant: string;
  readonly format: Format;
  readonly file?: string;
  readonly arrow?: string;
  readonly stats?: true;
  readonly usdPerTb: number;
  readonly timeout?: number;
  readonly memory?: string;
  readonly maxRows?: number;
  readonly check?: string;
  readonly checkCatalog: string;
  readonly checkSchema: string;
  readonly checkUser: string;
}

const DAY_SECONDS = 86_400;
const MOST_ROWS = 100_000_000;

/** Adds the options of `cci sql`. */
export const addSqlOptions = (command: Command): Command =>
  command
    .addOption(tenantOption())
    .addOption(formatOption())
    .option('--file <file>', 'run the statements of a file, up to the first that fails')
    .option('--arrow <file>', 'write the result to this file as Apache Arrow (IPC), for large results')
    .option('--stats', 'tell rows, time and an estimate of the cost on Athena, on stderr')
    .option('--usd-per-tb <price>', "Athena's price, for the estimate", price, ATHENA_USD_PER_TB)
    .option('--timeout <seconds>', 'end a query after so long (default: 600)', wholeNumber(1, DAY_SECONDS))
    .option('--memory <size>', 'memory a query may take, such as 512MB (default: 2GB)', memory)
    .option(
      '--max-rows <n>',
      'fail a query that returns more rows (default: 5000000)',
      wholeNumber(1, MOST_ROWS),
    )
    .option('--check <url>', 'run it on this Trino too, and tell what differs')
    .option('--check-catalog <name>', 'catalog there', 'hive')
    .option('--check-schema <name>', 'schema there', 'lake')
    .option('--check-user <name>', 'user there', 'cci');

function price(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value < 1e6) return value;
  throw new InvalidArgumentError('must be a number such as 5 or 6.25.');
}

function memory(text: string): string {
  if (/^[1-9]\d*(\.\d+)?[KMGT]B$/i.test(text)) return text;
  throw new InvalidArgumentError('must be a size such as 512MB or 2GB.');
}
