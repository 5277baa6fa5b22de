import { array, decimal, type RowField, type Type, timestamp, varchar, zoned } from './type.ts';

/** A type as a text that {@link readType} reads: without what its values do not show, the length of a varchar. */
export function writeType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
    case 'timestamp with time zone':
      return `${type.kind}(${type.precision})`;
    case 'array':
      return `array(${writeType(type.element)})`;
    case 'map':
      return `map(${writeType(type.key)},${writeType(type.value)})`;
    case 'row':
      return `row(${type.fields.map((field) => `${writeName(field.name)}${writeType(field.type)}`).join(',')})`;
    default:
      return type.kind;
  }
}

/** Reads what {@link writeType} wrote. */
export function readType(text: string): Type {
  const open = text.indexOf('(');
  if (open < 0) return text === 'varchar' ? varchar(null) : ({ kind: text } as Type);
  const parts = split(text.slice(open + 1, -1));
  const numbers = parts.map(Number);
  switch (text.slice(0, open)) {
    case 'decimal':
      return decimal(numbers[0] ?? 38, numbers[1] ?? 0);
    case 'timestamp':
      return timestamp(numbers[0] ?? 3);
    case 'timestamp with time zone':
      return zoned(numbers[0] ?? 3);
    case 'array':
      return array(readType(parts[0] ?? ''));
    case 'map':
      return { kind: 'map', key: readType(parts[0] ?? ''), value: readType(parts[1] ?? '') };
    default:
      return { kind: 'row', fields: parts.map(readField) };
  }
}

/** A field's name with all but plain letters and digits as numbers, so that it can stand in an identifier. */
const writeName = (name: string | null): string =>
  name === null ? '' : `${name.replace(/[^a-z0-9_]/gu, (sign) => `%${sign.codePointAt(0)}%`)}=`;

function readField(text: string): RowField {
  const [, name, type = text] = /^([a-z0-9_%]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return { name: null, type: readType(text) };
  return {
    name: name.replace(/%(\d+)%/g, (_, code: string) => String.fromCodePoint(Number(code))),
    type: readType(type),
  };
}

/** Splits at the commas that are in no bracket. */
export function split(text: string, separator = ','): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (text[at] !== separator || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}
