import { type Kysely, sql } from 'kysely';

interface Runner {
  run(text: string): Promise<unknown>;
}

const STATEMENT = `SELECT call_id
  FROM call_list`;

export const asks = async (runner: Runner, db: Kysely<object>, view: string) => [
  await runner.run(STATEMENT),
  await runner.run('SHOW TABLES'),
  await runner.run(`${view}`),
  await sql`TABLE call_list`.execute(db),
];
