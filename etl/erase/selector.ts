import { z } from 'zod';

/** Schema of {@link Selector}. */
export const selectorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), value: z.string().min(1) }),
  z.object({ kind: z.literal('customer'), value: z.string().min(1) }),
  z.object({ kind: z.literal('agent'), value: z.string().min(1) }),
  /** UTC day, `YYYY-MM-DD`: calls that started before it. */
  z.object({ kind: z.literal('before'), value: z.iso.date() }),
  z.object({ kind: z.literal('all'), value: z.null() }),
]);
/** What of a tenant is to be erased. */
export type Selector = z.infer<typeof selectorSchema>;

const DAY_MS = 86_400_000;

/** First UTC day (`YYYY-MM-DD`) whose calls a tenant keeps that keeps them for `days` days, today counted in. */
export const retentionFloor = (days: number, now: Date): string =>
  new Date(now.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
