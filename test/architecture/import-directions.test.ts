import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['pipeline', 'etl', 'sql', 'reports', 'infra', 'fixtures', 'scripts', 'bin'];

async function violations(
  baseDir: string,
  paths: readonly string[],
): Promise<{ modules: number; found: string[] }> {
  const options = { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir };
  const { output } = await cruise([...paths], options as unknown as ICruiseOptions);
  const { summary, modules } = output as ICruiseResult;
  return {
    modules: modules.length,
    found: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}

describe('import directions', () => {
  it('are those of the architecture', async () => {
    const { modules, found } = await violations(ROOT, PARTS);
    expect(modules).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it.each([
    ['a part that reaches behind a door', 'door-of-pipeline-evaluate'],
    ['a contract that imports the ETL', 'pipeline-contract-imports'],
    ['modules that import each other', 'no-circles'],
    ['runtime code that imports fixtures', 'runtime-needs-no-fixtures-or-tests'],
    ['a use case that imports an adapter of AWS', 'remote-adapters-only-from-infra'],
  ])('notices %s', async (_, rule) => {
    const { found } = await violations(`${ROOT}test/architecture/wrong/${rule}`, ['.']);
    expect(found.map((line) => line.split(':')[0])).toEqual([rule]);
  });
});
