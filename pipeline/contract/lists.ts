import { z } from 'zod';

/*
 * A schema notes every fault that it finds, at about a kilobyte each: a list of sixty million bytes in which every element is
 * wrong took the process with it. Nobody reads more than the first few, so lists and records of input stop at the first. They are
 * made as Zod makes its own (its core's constructors, pinned with the package), whose types know nothing of elements: hence the casts.
 */

const listSchema = z.core.$constructor('ListOf', (list: z.ZodArray, def: z.core.$ZodArrayDef) => {
  z.ZodArray.init(list, def);
  list._zod.parse = (payload, context) => {
    const input = payload.value as unknown;
    if (!Array.isArray(input)) {
      payload.issues.push({ code: 'invalid_type', expected: 'array', input, inst: list });
      return payload;
    }
    const values = new Array<unknown>(input.length);
    payload.value = values;
    for (let index = 0; index < values.length; index += 1) {
      const element = settled(def.element._zod.run({ value: input[index], issues: [] }, context));
      values[index] = element.value;
      if (element.issues.length === 0) continue;
      payload.issues.push(...final(index, element.issues));
      return payload;
    }
    return payload;
  };
});

const recordSchema = z.core.$constructor('RecordOf', (record: z.ZodRecord, def: z.core.$ZodRecordDef) => {
  z.ZodRecord.init(record, def);
  record._zod.parse = (payload, context) => {
    const input = payload.value as unknown;
    if (!z.core.util.isPlainObject(input)) {
      payload.issues.push({ code: 'invalid_type', expected: 'record', input, inst: record });
      return payload;
    }
    const values: Record<string, unknown> = {};
    payload.value = values;
    for (const [key, value] of Object.entries(input)) {
      if (key === '__proto__') continue;
      const entry = settled(def.valueType._zod.run({ value, issues: [] }, context));
      values[key] = entry.value;
      if (entry.issues.length === 0) continue;
      payload.issues.push(...final(key, entry.issues));
      return payload;
    }
    return payload;
  };
});

/** Faults of one part, after which no check of the whole may run: it would see a value that was read in part. */
const final = (place: PropertyKey, faults: readonly z.core.$ZodRawIssue[]): z.core.$ZodRawIssue[] =>
  z.core.util.prefixIssues(place, [...faults]).map((fault) => ({ ...fault, continue: false }));

function settled(payload: z.core.util.MaybeAsync<z.core.ParsePayload>): z.core.ParsePayload {
  if (payload instanceof Promise) throw new z.core.$ZodAsyncError();
  return payload;
}

/** A list of whatever length; of one with faults only the first element that has any is told, and none after it is looked at. */
export const listOf = <T extends z.ZodType>(element: T): z.ZodArray<T> =>
  new listSchema({ type: 'array', element: element }) as unknown as z.ZodArray<T>;

/** Values by names of whatever kind and number, checked as {@link listOf} checks elements. */
export const recordOf = <T extends z.ZodType>(value: T): z.ZodRecord<z.ZodString, T> =>
  new recordSchema({
    type: 'record',
    keyType: z.string(),
    valueType: value,
  }) as unknown as z.ZodRecord<z.ZodString, T>;

/** A list of at most so many, all of whose faults are told: what a person wrote, who puts them right in one go. */
export const shortListOf = <T extends z.ZodType>(element: T, most: number): z.ZodArray<T> =>
  z.array(element).max(most);
