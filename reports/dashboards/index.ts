/** Dashboards as typed definitions; nothing here draws, so that every renderer shows the same. */
export { quality } from './quality.ts';
export type * from './spec.ts';
