import { type PolicyDocument, type PolicyStatement, policiesOf, policyOf } from './policy.ts';
import type { Reach } from './tenant-reach.ts';

/** Where a tenant's analysts work: names and addresses in one account. */
export interface TenantPlace {
  readonly account: string;
  readonly region: string;
  /** Glue database with the lake's tables and views. */
  readonly database: string;
  /** Bucket of the lake. */
  readonly bucket: string;
  readonly resultsBucket: string;
  /** Folder of the tenant's query results there, with a slash at the end. */
  readonly resultsFolder: string;
  readonly workgroup: string;
  readonly kmsKey?: string;
}

const QUERIES = [
  'athena:BatchGetQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetQueryRuntimeStatistics',
  'athena:GetWorkGroup',
  'athena:ListQueryExecutions',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
];
const NAMES = [
  'athena:GetDataCatalog',
  'athena:GetDatabase',
  'athena:GetTableMetadata',
  'athena:ListDatabases',
  'athena:ListTableMetadata',
];
const CATALOG = [
  'glue:BatchGetPartition',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTables',
];
const RESULTS = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'];
const BUCKET = ['s3:GetBucketLocation'];
const KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The policies of a tenant's analysts by their names' endings: what they may, and the denials that no other policy lifts. */
export function tenantPolicies(
  reach: Reach,
  place: TenantPlace,
): { readonly [name: string]: PolicyDocument } {
  const catalog = policiesOf(glueResources(reach, place), (resources) =>
    allow('ReadTheCatalog', CATALOG, resources),
  );
  return {
    queries: policyOf(...queryStatements(place), ...keyStatements(place)),
    ...Object.fromEntries(catalog.map((policy, index) => [`catalog-${index + 1}`, policy])),
    files: policyOf(...fileStatements(reach, place)),
    fence: policyOf(...fenceStatements(reach, place)),
  };
}

const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement => ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });

const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

const athenaResources = ({ account, region, workgroup }: TenantPlace) => ({
  workgroup: `arn:aws:athena:${region}:${account}:workgroup/${workgroup}`,
  catalog: `arn:aws:athena:${region}:${account}:datacatalog/AwsDataCatalog`,
});

function queryStatements(place: TenantPlace): PolicyStatement[] {
  const { workgroup, catalog } = athenaResources(place);
  return [
    allow('QueryInTheWorkgroup', QUERIES, [workgroup]),
    allow('SeeNames', NAMES, [catalog]),
    // It has no resources to name; Lake Formation decides by its own grants what it gives.
    allow('ReadThroughLakeFormation', ['lakeformation:GetDataAccess'], ['*']),
  ];
}

const keyStatements = ({ kmsKey, region }: TenantPlace): PolicyStatement[] =>
  kmsKey === undefined
    ? []
    : [
        allow('UseTheKeyThroughS3', KEY, [kmsKey], {
          StringEquals: { 'kms:ViaService': [`s3.${region}.amazonaws.com`] },
        }),
      ];

function glueResources({ tables, views }: Reach, { account, region, database }: TenantPlace): string[] {
  const arn = (resource: string): string => `arn:aws:glue:${region}:${account}:${resource}`;
  return [
    arn('catalog'),
    arn(`database/${database}`),
    ...[...tables, ...views].map((name) => arn(`table/${database}/${name}`)),
  ];
}

/** Objects that may be read, and places where results may be written. */
const objectsOf = ({ folders }: Reach, { bucket, resultsBucket, resultsFolder }: TenantPlace) => ({
  lake: folders.map((folder) => `${bucketArn(bucket)}/${folder}*`),
  results: [`${bucketArn(resultsBucket)}/${resultsFolder}*`],
});

/** Beginnings of keys that a bucket may be listed by. */
function prefixesOf({ folders }: Reach, place: TenantPlace): Map<string, string[]> {
  const results = `${place.resultsFolder}*`;
  const lake = folders.map((folder) => `${folder}*`);
  if (place.bucket === place.resultsBucket) return new Map([[place.bucket, [...lake, results]]]);
  return new Map([
    [place.bucket, lake],
    [place.resultsBucket, [results]],
  ]);
}

function fileStatements(reach: Reach, place: TenantPlace): PolicyStatement[] {
  const { lake, results } = objectsOf(reach, place);
  const prefixes = prefixesOf(reach, place);
  return [
    allow('ReadTheTenantsFiles', ['s3:GetObject'], lake),
    allow('KeepResults', RESULTS, results),
    allow('FindTheBuckets', BUCKET, [...prefixes.keys()].map(bucketArn)),
    ...[...prefixes].map(([bucket, some], index) =>
      allow(`ListTheTenantsFolders${index + 1}`, ['s3:ListBucket'], [bucketArn(bucket)], {
        StringLike: { 's3:prefix': some },
      }),
    ),
  ];
}

const deny = (Sid: string, rest: Omit<PolicyStatement, 'Sid' | 'Effect'>): PolicyStatement => ({
  Sid,
  Effect: 'Deny',
  ...rest,
});

/** All that anything in the other policies needs; a policy that allows more changes nothing. */
const NEEDED = [
  ...new Set([...QUERIES, ...NAMES, ...CATALOG, 's3:ListBucket', ...RESULTS, ...BUCKET, ...KEY]),
  'lakeformation:GetDataAccess',
];

function fenceStatements(reach: Reach, place: TenantPlace): PolicyStatement[] {
  const { lake, results } = objectsOf(reach, place);
  const { workgroup, catalog } = athenaResources(place);
  const prefixes = prefixesOf(reach, place);
  const buckets = [...prefixes.keys()].map(bucketArn);
  const written = ['s3:AbortMultipartUpload', 's3:PutObject'];
  return [
    deny('NothingElse', { NotAction: NEEDED, Resource: ['*'] }),
    deny('NoOtherFiles', { Action: ['s3:*'], NotResource: [...buckets, ...lake, ...results] }),
    deny('NoWritingToTheLake', { Action: written, NotResource: results }),
    ...[...prefixes].map(([bucket, some], index) =>
      deny(`NoOtherFolders${index + 1}`, {
        Action: ['s3:ListBucket'],
        Resource: [bucketArn(bucket)],
        Condition: { StringNotLike: { 's3:prefix': some } },
      }),
    ),
    deny('NoOtherWorkgroup', { Action: ['athena:*'], NotResource: [workgroup, catalog] }),
  ];
}
