import {
  type Data,
  DataType,
  type Decimal,
  type Map_,
  type Struct,
  type Table,
  type Timestamp,
  TimeUnit,
  Vector,
} from 'apache-arrow';

/** The rows of an Arrow table in the form of Trino's protocol, told from Arrow's types and the types that Trino prints. */
export function protocolRowsOf(table: Table): unknown[][] {
  const columns = table.schema.fields.map(({ metadata }, index) => {
    const trinoType = metadata.get('trino:type') ?? '';
    return (table.getChildAt(index)?.data ?? []).flatMap((data) =>
      Array.from({ length: data.length }, (_, row) => readValue(data, row, trinoType)),
    );
  });
  return Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column[row]));
}

function readValue(data: Data, row: number, trinoType: string): unknown {
  const { type } = data;
  if (DataType.isNull(type) || !data.getValid(row)) return null;
  if (DataType.isDecimal(type)) return decimalText(data as Data<Decimal>, row);
  if (DataType.isTimestamp(type)) return timestampText(data, row, precisionOf(trinoType));
  if (DataType.isDate(type))
    return new Date(Number(data.values[row]) * 86_400_000).toISOString().slice(0, 10);
  if (DataType.isBinary(type)) return Buffer.from(plain(data, row) as Uint8Array).toString('base64');
  if (DataType.isInt(type)) return wholeNumber(BigInt(data.values[row]));
  if (DataType.isFloat(type)) return floating(data.values[row], type.precision === 1);
  if (DataType.isInterval(type)) return yearMonth(data.values[row]);
  if (DataType.isDuration(type)) return dayTime(data.values[row]);
  if (DataType.isList(type)) return listValues(data, row, inside(trinoType)[0] ?? '');
  if (DataType.isMap(type)) return mapValue(data as Data<Map_>, row, trinoType);
  if (DataType.isStruct(type)) return structValue(data as Data<Struct>, row, trinoType);
  return plain(data, row);
}

/** What apache-arrow's own reader gives. */
const plain = (data: Data, row: number): unknown => new Vector([data]).get(row);

const wholeNumber = (value: bigint): unknown =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value);

function floating(value: number, real: boolean): unknown {
  if (!Number.isFinite(value)) return String(value);
  return real ? Number(Number.parseFloat(new Float32Array([value])[0]?.toPrecision(7) ?? '')) : value;
}

function decimalText({ values, type }: Data<Decimal>, row: number): string {
  const halves = new BigInt64Array(values.slice(row * 4, row * 4 + 4).buffer);
  const scaled = ((halves[1] ?? 0n) << 64n) | BigInt.asUintN(64, halves[0] ?? 0n);
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(type.scale + 1, '0');
  const whole = digits.slice(0, digits.length - type.scale);
  return `${scaled < 0n ? '-' : ''}${whole}${type.scale > 0 ? `.${digits.slice(-type.scale)}` : ''}`;
}

const precisionOf = (trinoType: string): number => Number(/\((\d+)\)/.exec(trinoType)?.[1] ?? 3);

const DIGITS: { readonly [unit: number]: number } = {
  [TimeUnit.SECOND]: 0,
  [TimeUnit.MILLISECOND]: 3,
  [TimeUnit.MICROSECOND]: 6,
};

function timestampText(data: Data, row: number, precision: number): string {
  const { unit } = data.type as Timestamp;
  const micros = BigInt(data.values[row]) * 10n ** BigInt(6 - (DIGITS[unit] ?? 0));
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const whole = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19).replace('T', ' ');
  const fraction = String(rest).padStart(6, '0').slice(0, precision);
  return fraction ? `${whole}.${fraction}` : whole;
}

const yearMonth = (months: number): string => {
  const size = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.trunc(size / 12)}-${size % 12}`;
};

function dayTime(millis: bigint): string {
  const size = millis < 0n ? -millis : millis;
  const two = (value: bigint) => String(value).padStart(2, '0');
  const clock = [(size / 3_600_000n) % 24n, (size / 60_000n) % 60n, (size / 1000n) % 60n].map(two).join(':');
  return `${millis < 0n ? '-' : ''}${size / 86_400_000n} ${clock}.${String(size % 1000n).padStart(3, '0')}`;
}

function listValues(data: Data, row: number, elementType: string): unknown[] {
  const [from = 0, to = 0] = [data.valueOffsets[row], data.valueOffsets[row + 1]];
  const [child] = data.children;
  return Array.from(
    { length: to - from },
    (_, index) => child && readValue(child, from + index, elementType),
  );
}

function mapValue(data: Data<Map_>, row: number, trinoType: string): unknown {
  const [keyType = '', valueType = ''] = inside(trinoType);
  const entries = listValues(data, row, `row(${keyType}, ${valueType})`) as [unknown, unknown][];
  return Object.fromEntries(entries.map(([key, value]) => [String(key), value]));
}

function structValue({ children }: Data<Struct>, row: number, trinoType: string): unknown {
  if (trinoType.endsWith('with time zone')) {
    const [instant, zone] = children.map((child) => readValue(child, row, trinoType));
    return { instant, zone };
  }
  const types = inside(trinoType).map((field) =>
    field.replace(/^(?:"[^"]*"|[a-z_][a-z0-9_]*) (?!to |with )/, ''),
  );
  return children.map((child, index) => readValue(child, row, types[index] ?? ''));
}

/** The types between the outer parentheses. */
function inside(trinoType: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of trinoType.slice(trinoType.indexOf('(') + 1, -1)) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim());
}
