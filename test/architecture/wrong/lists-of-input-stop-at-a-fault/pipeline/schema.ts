import { z } from 'zod';

/** Every list of these notes all of its faults. */
export const lists = [
  z.array(z.string()),
  z.object({ parts: z.string().array() }),
  z.record(z.string(), z.number()),
  z.set(z.string()),
  z.map(z.string(), z.string()),
  z.tuple([z.string()], z.number()),
];

/** As many as there are days in a week. */
export const opening = z.record(z.enum(['mon', 'tue']), z.number());
export const days = ['mon', 'tue'].map((day) => day.toUpperCase());
