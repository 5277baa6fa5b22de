import { z } from 'zod';
import { shapeFault } from '../contract/index.ts';
import { BadShape } from './errors.ts';

/** True for a JSON object, not an array or null. */
export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/**
 * The value checked against a format's schema.
 * @throws {BadShape} naming the first places that do not fit; never their values
 */
export function shaped<T extends z.ZodType>(format: string, schema: T, json: unknown): z.infer<T> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { message, where } = shapeFault(result.error);
  throw new BadShape(format, message, { where });
}

/** Milliseconds from the start of a recording: a number, rounded. */
export const millis = z
  .number()
  .nonnegative()
  .max(Number.MAX_SAFE_INTEGER)
  .transform((value) => Math.round(value));

/** Seconds as a number or a decimal text; in milliseconds, rounded. */
export const secondsAsMillis = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(
    z
      .number()
      .nonnegative()
      .max(Number.MAX_SAFE_INTEGER / 1000),
  )
  .transform((value) => Math.round(value * 1000));

/** A label such as POSITIVE in any case; what is not one of the four is not said. */
export const sentiment = z
  .string()
  .nullish()
  .transform((text) => {
    const label = text?.toUpperCase();
    return label === 'POSITIVE' || label === 'NEGATIVE' || label === 'NEUTRAL' || label === 'MIXED'
      ? label
      : null;
  });

/** Text that was said, else null: empty text and the word "None" (Python's) are nothing. */
export const spoken = z
  .string()
  .nullish()
  .transform((text) => {
    const trimmed = text?.trim();
    return trimmed && trimmed !== 'None' ? trimmed : null;
  });

/** Refuses a stretch that ends before it starts. */
export function endsAfterStart<K extends string>(
  start: K,
  end: K,
): (turn: Readonly<Record<K, number>>, context: z.core.$RefinementCtx) => void {
  return (turn, context) => {
    if (turn[end] < turn[start])
      context.addIssue({ code: 'custom', message: 'a turn ends before it starts', path: [end] });
  };
}
