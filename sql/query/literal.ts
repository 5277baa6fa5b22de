import { SqlError } from '../errors.ts';
import type { Parameter } from './runner.ts';

/**
 * A value in Athena's SQL, of the type that a `?` with this value has on DuckDB. A number that is not whole is a double, never
 * a decimal.
 * @throws {SqlError} `parameter_refused` for NaN, an infinity, and what is no day
 */
export function literal(value: Parameter): string {
  if (value === null) return 'NULL';
  switch (typeof value) {
    case 'string':
      return `'${value.replaceAll("'", "''")}'`;
    case 'number':
      return number(value);
    case 'object':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value.date)) throw refused('a date that is not YYYY-MM-DD');
      return `CAST('${value.date}' AS DATE)`;
    default:
      return String(value);
  }
}

function number(value: number): string {
  if (Number.isSafeInteger(value)) return String(value + 0);
  if (!Number.isFinite(value)) throw refused('a number that is not finite');
  const [digits, exponent = '0'] = String(value).split('e');
  return `${digits}E${exponent.replace('+', '')}`;
}

const refused = (what: string): SqlError => new SqlError('parameter_refused', `sql: ${what} is no parameter`);

/**
 * A value of a typed query as a parameter.
 * @throws {SqlError} `parameter_refused`
 */
export function asParameter(value: unknown): Parameter {
  if (value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value))
    return value as Parameter;
  if (typeof value === 'object' && 'date' in value && typeof value.date === 'string')
    return { date: value.date };
  throw refused(`a value of type ${typeof value}`);
}
