import { FormRefused } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Takes a form out of what it comes in: a bare list of criteria, an item of the source system's table (DynamoDB JSON or plain,
 * criteria as a list or as JSON text), a put request, or a batch of one. A whole form is itself.
 * @throws {FormRefused}
 */
export function unwrapped(value: unknown): Fields {
  if (isBatchOfOne(value)) return unwrapped(value[0]);
  if (Array.isArray(value)) return { criteria: value };
  if (!isFields(value)) throw refused('is neither a form nor a list of criteria');
  const [only] = Object.values(value);
  if (isFields(value.PutRequest)) return unwrapped(value.PutRequest);
  if (isFields(value.Item)) return unwrapped(value.Item);
  if (Object.keys(value).length === 1 && isBatchOfOne(only)) return unwrapped(only);
  return isTableItem(value) ? criteriaOfItem(value) : value;
}

const isBatchOfOne = (value: unknown): value is readonly [Fields] =>
  Array.isArray(value) && value.length === 1 && isFields(value[0]) && isFields(value[0].PutRequest);

/** An item has the table's keys, or its criteria are not a list yet. */
const isTableItem = (value: Fields): boolean =>
  'pk' in value || 'sk' in value || typeof value.criteria === 'string' || isFields(value.criteria);

/** Whose item it is, the table's keys say; the tenant of a form is who publishes it, so they are not looked at. */
function criteriaOfItem({ pk: _pk, sk: _sk, ...rest }: Fields): Fields {
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plainAttribute(value)]));
  const { criteria } = plain;
  return { ...plain, criteria: typeof criteria === 'string' ? criteriaFromText(criteria) : criteria };
}

function criteriaFromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and says nothing that the path does not.
    throw refused('is text, but not JSON', 'criteria');
  }
}

/** Value of a DynamoDB attribute (API reference, AttributeValue); anything else is itself. */
function plainAttribute(value: unknown): unknown {
  if (!isFields(value) || Object.keys(value).length !== 1) return value;
  const [entry] = Object.entries(value);
  const [type, inner] = entry ?? [];
  if ((type === 'S' || type === 'BOOL') && inner !== undefined) return inner;
  if (type === 'N') return Number(inner);
  if (type === 'NULL') return null;
  if (type === 'L' && Array.isArray(inner)) return inner.map(plainAttribute);
  if (type === 'M' && isFields(inner))
    return Object.fromEntries(Object.entries(inner).map(([key, child]) => [key, plainAttribute(child)]));
  return value;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = (message: string, path = ''): FormRefused => new FormRefused([{ path, line: null, message }]);
