/** A database whose owner may change it: statements that make views and tables. Sessions of tenants have none. */
export { openWorkDatabase, type WorkDatabase, type WorkOptions } from './database.ts';
