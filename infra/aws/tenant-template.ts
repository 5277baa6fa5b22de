import type { Fence } from '../../sql/fence/index.ts';
import { type TenantPlace, tenantPolicies } from './tenant-policies.ts';
import { type Reach, reachOf } from './tenant-reach.ts';

/** Where the lake is, and who may be its analysts. */
export interface AwsPlace {
  readonly account: string;
  readonly region: string;
  readonly database: string;
  readonly bucket: string;
  readonly resultsBucket: string;
  /** ARN of the user or role that may take the analyst's role. */
  readonly trusted: string;
  /** Most bytes that one query may scan. */
  readonly scanLimit: number;
  /** ARN of the key that the buckets are encrypted with; without one S3's own keys are used. */
  readonly kmsKey?: string;
}

interface Resource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: { readonly [name: string]: unknown };
}

/** A CloudFormation template. */
export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Resources: { readonly [logicalId: string]: Resource };
}

/**
 * The fence of one tenant in AWS: a workgroup with a limit and results of its own, a role for its analysts, IAM policies,
 * and Lake Formation grants with a row filter on each table.
 */
export function tenantTemplate(fence: Fence, aws: AwsPlace): Template {
  const reach = reachOf(fence);
  const place: TenantPlace = {
    ...aws,
    workgroup: `cci-${fence.tenantId}`,
    resultsFolder: `query-results/tenant_id=${fence.tenantId}/`,
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `CCI Lake: what the analysts of tenant ${fence.tenantId} reach`,
    Resources: {
      Workgroup: workgroup(fence, place, aws.scanLimit),
      ...policies(fence, reach, place),
      AnalystRole: role(fence, place, aws.trusted, reach),
      ...grants(fence, reach, place),
    },
  };
}

function workgroup({ tenantId }: Fence, place: TenantPlace, scanLimit: number): Resource {
  const encryption =
    place.kmsKey === undefined
      ? { EncryptionOption: 'SSE_S3' }
      : { EncryptionOption: 'SSE_KMS', KmsKey: place.kmsKey };
  return {
    Type: 'AWS::Athena::WorkGroup',
    Properties: {
      Name: place.workgroup,
      State: 'ENABLED',
      RecursiveDeleteOption: false,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: scanLimit,
        PublishCloudWatchMetricsEnabled: true,
        RequesterPaysEnabled: false,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: {
          OutputLocation: `s3://${place.resultsBucket}/${place.resultsFolder}`,
          ExpectedBucketOwner: place.account,
          EncryptionConfiguration: encryption,
        },
      },
      Tags: [{ Key: 'cci:tenant', Value: tenantId }],
    },
  };
}

const idOf = (name: string): string =>
  name.replaceAll(/(?:^|[^a-z0-9])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function policies({ tenantId }: Fence, reach: Reach, place: TenantPlace): { [id: string]: Resource } {
  return Object.fromEntries(
    Object.entries(tenantPolicies(reach, place)).map(([name, PolicyDocument]) => [
      `Policy${idOf(name)}`,
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: `cci-analyst-${tenantId}-${name}`, PolicyDocument },
      },
    ]),
  );
}

/** IAM's limit; CloudFormation makes a name up for a role whose own would be longer. */
const MOST_ROLE_NAME = 64;

function role({ tenantId }: Fence, place: TenantPlace, trusted: string, reach: Reach): Resource {
  const name = `cci-analyst-${tenantId}`;
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...(name.length > MOST_ROLE_NAME ? {} : { RoleName: name }),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: Object.keys(tenantPolicies(reach, place)).map((ending) => ({
        Ref: `Policy${idOf(ending)}`,
      })),
      Tags: [{ Key: 'cci:tenant', Value: tenantId }],
    },
  };
}

/** Grants of Lake Formation: the rows of the tenant in each table, the views as they are, the database's name. */
function grants(fence: Fence, reach: Reach, { account, database }: TenantPlace): { [id: string]: Resource } {
  const table = { TableCatalogId: account, DatabaseName: database };
  const filterName = `tenant_${fence.tenantId}`;
  const grant = (resource: object, permission: string, after?: string): Resource => ({
    Type: 'AWS::LakeFormation::PrincipalPermissions',
    ...(after === undefined ? {} : { DependsOn: [after] }),
    Properties: {
      Catalog: account,
      Principal: { DataLakePrincipalIdentifier: { 'Fn::GetAtt': ['AnalystRole', 'Arn'] } },
      Resource: resource,
      Permissions: [permission],
      PermissionsWithGrantOption: [],
    },
  });
  const resources: { [id: string]: Resource } = {
    DatabaseGrant: grant({ Database: { CatalogId: account, Name: database } }, 'DESCRIBE'),
  };
  for (const name of reach.tables) {
    const filter = { ...table, TableName: name, Name: filterName };
    resources[`Rows${idOf(name)}`] = {
      Type: 'AWS::LakeFormation::DataCellsFilter',
      Properties: {
        ...filter,
        RowFilter: { FilterExpression: fence.rowFilter },
        ColumnWildcard: { ExcludedColumnNames: [] },
      },
    };
    resources[`Grant${idOf(name)}`] = grant({ DataCellsFilter: filter }, 'SELECT', `Rows${idOf(name)}`);
  }
  for (const name of reach.views)
    resources[`View${idOf(name)}`] = grant(
      { Table: { CatalogId: account, DatabaseName: database, Name: name } },
      'SELECT',
    );
  return resources;
}
