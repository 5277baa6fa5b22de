/** The documentation of tables and views as a site of static pages, which needs no network and no server. */
export type { LakeFacts, RelationFacts } from './model.ts';
export { docsSite } from './site.ts';
