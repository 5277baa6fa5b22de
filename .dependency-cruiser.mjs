// Who may import whom (docs/decisions/0001-layout.md). test/architecture keeps it.
const RUNTIME = '^(pipeline|etl|sql|reports|infra|bin)/';

/** A part's files may import, besides themselves and packages, only these folders. */
const mayImport = (part, ...allowed) => ({
  name: `${part.replaceAll('/', '-')}-imports`,
  severity: 'error',
  from: { path: `^${part}/` },
  to: {
    path: '^(pipeline|etl|sql|reports|infra|fixtures|test|scripts)/',
    pathNot: `^(${[part, ...allowed].join('|')})/`,
  },
});

/** The doors of the parts: another part comes in through these only. */
const DOORS = '(^|/)index\\.ts$|^sql/catalog\\.ts$';

/** Parts with a door of their own. */
const PARTS = [
  'pipeline/contract',
  'pipeline/transcripts',
  'pipeline/evaluate',
  'pipeline/land',
  'etl/lanes',
  'etl/tables',
  'etl/shape',
  'etl/plan',
  'etl/run',
  'etl/publish',
  'etl/engines',
  'sql/query',
  'sql/duckdb',
  'sql/deploy',
  'sql/diff',
  'sql/docs',
  'sql/lineage',
  'reports/access',
  'reports/api',
  'reports/datasets',
  'reports/dashboards',
  'fixtures',
];

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    mayImport('pipeline/contract'),
    mayImport('pipeline/transcripts', 'pipeline/contract'),
    mayImport('pipeline/evaluate', 'pipeline/contract'),
    mayImport('pipeline/land', 'pipeline/contract', 'pipeline/transcripts'),
    mayImport('etl/lanes'),
    mayImport('etl/tables'),
    mayImport('etl', 'pipeline/contract'),
    // The clients of Athena and Trino are the ETL's; typed access runs its queries on them.
    mayImport('sql', 'pipeline/contract', 'etl/tables', 'etl/engines/(?:statements|aws|trino)'),
    mayImport('reports', 'pipeline/contract', 'sql/query', 'sql/catalog\\.ts'),
    mayImport('fixtures', 'pipeline/contract'),
    {
      name: 'runtime-needs-no-fixtures-or-tests',
      severity: 'error',
      from: { path: RUNTIME },
      to: { path: '^(fixtures|test|scripts)/' },
    },
    ...PARTS.map((part) => ({
      name: `door-of-${part.replaceAll('/', '-')}`,
      severity: 'error',
      from: { path: '^(pipeline|etl|sql|reports|infra|fixtures|scripts|bin)/', pathNot: `^${part}/` },
      to: { path: `^${part}/`, pathNot: DOORS },
    })),
    {
      name: 'aws-sdk-only-in-adapters',
      severity: 'error',
      from: { pathNot: '(^|/)aws/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'remote-adapters-only-from-infra',
      severity: 'error',
      from: { pathNot: '^infra/|(^|/)(aws|trino)/' },
      to: { path: '(^|/)(aws|trino)/', pathNot: 'node_modules' },
    },
    {
      name: 'cdk-only-in-infra-aws',
      severity: 'error',
      from: { pathNot: '^infra/aws/' },
      to: { path: 'node_modules/aws-cdk-lib' },
    },
    {
      name: 'reads-its-own-packages',
      severity: 'error',
      from: { path: RUNTIME, pathNot: '^reports/web/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.generated\\.' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
