import { describe, expect, test } from 'vitest';
import { PERIOD_TABLES, TABLE_NAMES } from '../../../etl/tables/index.ts';
import { type AwsPlace, tenantTemplate } from '../../../infra/aws/index.ts';
import { MOST_POLICY_CHARACTERS, type PolicyDocument } from '../../../infra/aws/policy.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import { loadCatalog } from '../../../sql/catalog.ts';
import { tenantFence } from '../../../sql/fence/index.ts';
import { allows } from '../../support/iam.ts';

const PLACE: AwsPlace = {
  account: '123456789012',
  region: 'eu-central-1',
  database: 'lake',
  bucket: 'the-lake',
  resultsBucket: 'the-lake',
  trusted: 'arn:aws:iam::123456789012:role/Analysts',
  scanLimit: 1024 ** 3,
};
const fence = tenantFence(parseTenantId('acme'), loadCatalog());
const template = tenantTemplate(fence, PLACE);
const ofType = (type: string, from = template) =>
  Object.values(from.Resources)
    .filter((resource) => resource.Type === type)
    .map(({ Properties }) => Properties);
const policiesIn = (from = template): PolicyDocument[] =>
  ofType('AWS::IAM::ManagedPolicy', from).map((policy) => policy.PolicyDocument as PolicyDocument);
const POLICIES = policiesIn();

const object = (key: string): string => `arn:aws:s3:::the-lake/${key}`;
const athena = (resource: string): string => `arn:aws:athena:eu-central-1:123456789012:${resource}`;
const glue = (resource: string): string => `arn:aws:glue:eu-central-1:123456789012:${resource}`;
const OWN = 'curated/calls/tenant_id=acme/period=2026-01/s1/part-0.parquet';
const FOREIGN = OWN.replace('acme', 'globex');

/** IAM's names of actions, from the Service Authorization Reference. */
const KNOWN = new Set(
  `athena:BatchGetQueryExecution athena:GetDataCatalog athena:GetDatabase athena:GetQueryExecution athena:GetQueryResults
   athena:GetQueryResultsStream athena:GetQueryRuntimeStatistics athena:GetTableMetadata athena:GetWorkGroup
   athena:ListDatabases athena:ListQueryExecutions athena:ListTableMetadata athena:StartQueryExecution
   athena:StopQueryExecution glue:BatchGetPartition glue:GetDatabase glue:GetPartition glue:GetPartitions glue:GetTable
   glue:GetTables kms:Decrypt kms:GenerateDataKey lakeformation:GetDataAccess s3:AbortMultipartUpload s3:GetBucketLocation
   s3:GetObject s3:ListBucket s3:ListMultipartUploadParts s3:PutObject s3:* athena:*`.split(/\s+/),
);

describe('a tenant’s analysts in AWS', () => {
  test.each([
    ['read the tenant’s files', 's3:GetObject', object(OWN), undefined],
    [
      'read the pointers',
      's3:GetObject',
      object('curated/pointers/tenant_id=acme/period=2026-01.json'),
      undefined,
    ],
    ['list the tenant’s folders', 's3:ListBucket', 'arn:aws:s3:::the-lake', 'curated/calls/tenant_id=acme/'],
    ['keep results', 's3:PutObject', object('query-results/tenant_id=acme/1.csv'), undefined],
    ['query in the workgroup', 'athena:StartQueryExecution', athena('workgroup/cci-acme'), undefined],
    ['look a view up', 'glue:GetTable', glue('table/lake/call_list'), undefined],
    ['read through Lake Formation', 'lakeformation:GetDataAccess', '*', undefined],
  ])('may %s', (_, action, resource, prefix) => {
    const request = {
      action,
      resource,
      ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
    };
    expect(allows(POLICIES, request)).toBe(true);
  });

  const EVERYTHING: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
  };
  test.each([
    ['read files of another tenant', 's3:GetObject', object(FOREIGN), undefined],
    [
      'read a tenant whose name begins alike',
      's3:GetObject',
      object(OWN.replace('acme', 'acme-2')),
      undefined,
    ],
    ['read versions of another tenant', 's3:GetObjectVersion', object(FOREIGN), undefined],
    [
      'read raw transcripts',
      's3:GetObject',
      object('raw/calls/tenant_id=acme/dt=2026-01-01/c.json'),
      undefined,
    ],
    [
      'read staged transcripts',
      's3:GetObject',
      object('staging/lines/tenant_id=acme/snapshot=s/a'),
      undefined,
    ],
    [
      'read results of another tenant',
      's3:GetObject',
      object('query-results/tenant_id=globex/1.csv'),
      undefined,
    ],
    ['read another bucket', 's3:GetObject', 'arn:aws:s3:::other/x', undefined],
    [
      'list another tenant’s folder',
      's3:ListBucket',
      'arn:aws:s3:::the-lake',
      'curated/calls/tenant_id=globex/',
    ],
    ['list all tenants', 's3:ListBucket', 'arn:aws:s3:::the-lake', 'curated/calls/'],
    ['list without a beginning', 's3:ListBucket', 'arn:aws:s3:::the-lake', undefined],
    ['list versions', 's3:ListBucketVersions', 'arn:aws:s3:::the-lake', 'curated/calls/tenant_id=globex/'],
    ['write to the lake', 's3:PutObject', object(OWN), undefined],
    ['delete from the lake', 's3:DeleteObject', object(OWN), undefined],
    ['open the bucket', 's3:PutBucketPolicy', 'arn:aws:s3:::the-lake', undefined],
    ['query in another workgroup', 'athena:StartQueryExecution', athena('workgroup/primary'), undefined],
    [
      'read results of another workgroup',
      'athena:GetQueryResults',
      athena('workgroup/cci-globex'),
      undefined,
    ],
    ['lift the limit', 'athena:UpdateWorkGroup', athena('workgroup/cci-acme'), undefined],
    ['prepare statements', 'athena:CreatePreparedStatement', athena('workgroup/cci-acme'), undefined],
    ['change a table', 'glue:UpdateTable', glue('table/lake/calls_files'), undefined],
    ['drop a partition', 'glue:BatchDeletePartition', glue('table/lake/calls_files'), undefined],
    ['grant themselves more', 'lakeformation:GrantPermissions', '*', undefined],
    ['remove the filter', 'lakeformation:DeleteDataCellsFilter', '*', undefined],
    ['take another role', 'sts:AssumeRole', 'arn:aws:iam::123456789012:role/cci-analyst-globex', undefined],
  ])('may not %s, whatever other policies allow', (_, action, resource, prefix) => {
    const request = {
      action,
      resource,
      ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
    };
    expect(allows([...POLICIES, EVERYTHING], request)).toBe(false);
  });

  test.each(['etl_raw', 'etl_documents', 'etl_lines', 'etl_winners'])('cannot look up %s', (table) => {
    expect(allows(POLICIES, { action: 'glue:GetTable', resource: glue(`table/lake/${table}`) })).toBe(false);
  });

  test('read through the key only by way of S3', () => {
    const kmsKey = 'arn:aws:kms:eu-central-1:123456789012:key/1-2';
    const policies = policiesIn(tenantTemplate(fence, { ...PLACE, kmsKey }));
    const by = (service: string) => ({ 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` });
    const request = { action: 'kms:Decrypt', resource: kmsKey };
    expect(allows(policies, { ...request, context: by('s3') })).toBe(true);
    expect(allows(policies, { ...request, context: by('ec2') })).toBe(false);
    expect(allows(POLICIES, { ...request, context: by('s3') })).toBe(false);
  });
});

describe('the policies', () => {
  test('keep to IAM’s grammar, its limits and its names', () => {
    for (const policy of POLICIES) {
      expect(policy.Version).toBe('2012-10-17');
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(MOST_POLICY_CHARACTERS);
      const sids = policy.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const { Sid, Effect, Action, NotAction, Resource, NotResource } of policy.Statement) {
        expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
        expect(['Allow', 'Deny']).toContain(Effect);
        expect([Action, NotAction].filter(Boolean)).toHaveLength(1);
        expect([Resource, NotResource].filter(Boolean)).toHaveLength(1);
        for (const action of [...(Action ?? []), ...(NotAction ?? [])]) expect(KNOWN).toContain(action);
        for (const resource of [...(Resource ?? []), ...(NotResource ?? [])])
          expect(resource).toMatch(/^(\*|arn:aws:(s3|athena|glue|kms):[a-z0-9-]*:\d*:.+)$/);
      }
    }
  });

  test('allow no star but on objects of the tenant’s folders and where there are no resources', () => {
    const allowed = POLICIES.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.flatMap(({ Action = [] }) => Action).join()).not.toContain('*');
    const stars = allowed.filter(({ Resource = [] }) => Resource.includes('*'));
    expect(stars.map(({ Action }) => Action)).toEqual([['lakeformation:GetDataAccess']]);
    const folders = allowed.flatMap(({ Resource = [] }) => Resource).filter((arn) => /.\*/.test(arn));
    for (const arn of folders) expect(arn).toMatch(/^arn:aws:s3:::the-lake\/[a-z_/-]+\/tenant_id=acme\/\*$/);
  });
});

describe('Lake Formation', () => {
  const filters = ofType('AWS::LakeFormation::DataCellsFilter');
  const grants = ofType('AWS::LakeFormation::PrincipalPermissions');

  test('filters the rows of every table of the fence, and of what lies below the views', () => {
    const filtered = filters.map(({ TableName }) => TableName);
    for (const table of TABLE_NAMES)
      expect(filtered).toContain(table in PERIOD_TABLES ? `${table}_files` : table);
    expect(filtered).toEqual(expect.arrayContaining(['lake_pointers', 'lake_changes']));
    for (const { RowFilter } of filters)
      expect(RowFilter).toEqual({ FilterExpression: "tenant_id = 'acme'" });
  });

  test('grants SELECT on filtered rows and on views, the name of the database, and nothing to pass on', () => {
    const views = new Set<string>([...fence.views, ...TABLE_NAMES, 'lake_current']);
    for (const { Resource, Permissions, PermissionsWithGrantOption } of grants) {
      const resource = Resource as { Table?: { Name: string }; DataCellsFilter?: object; Database?: object };
      expect(Permissions).toEqual([resource.Database ? 'DESCRIBE' : 'SELECT']);
      expect(PermissionsWithGrantOption).toEqual([]);
      if (resource.Table) expect(views).toContain(resource.Table.Name);
    }
    expect(grants.filter(({ Resource }) => 'DataCellsFilter' in (Resource as object))).toHaveLength(
      filters.length,
    );
  });
});

test('the workgroup enforces its limit and keeps results apart', () => {
  expect(ofType('AWS::Athena::WorkGroup')[0]).toMatchObject({
    Name: 'cci-acme',
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 1024 ** 3,
      ResultConfiguration: {
        OutputLocation: 's3://the-lake/query-results/tenant_id=acme/',
        ExpectedBucketOwner: '123456789012',
      },
    },
  });
});

test('names of resources are letters and digits and each its own, and what they refer to is there', () => {
  const ids = Object.keys(template.Resources);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
  expect(ids.length).toBeLessThanOrEqual(500);
  for (const { DependsOn = [] } of Object.values(template.Resources))
    for (const id of DependsOn) expect(ids).toContain(id);
  for (const [, id] of JSON.stringify(template).matchAll(/"Ref":"(\w+)"/g)) expect(ids).toContain(id);
  const long = tenantTemplate(tenantFence(parseTenantId('a'.repeat(63)), loadCatalog()), PLACE);
  expect(ofType('AWS::IAM::Role', long)[0]).not.toHaveProperty('RoleName');
});
