import type { CallDocument, Tenant, TenantId } from '../../pipeline/contract/index.ts';
import type { QueryRunner } from '../../sql/query/index.ts';

/** Someone who may sign in here. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly tenantId: TenantId;
}

/** What the dashboard needs of the home it runs in. */
export interface ReportPorts {
  /** Opens (or reuses) the query runner of one tenant; it can reach nothing else. */
  runnerFor(tenantId: TenantId): Promise<QueryRunner>;
  /** Changes whenever the tenant's published data changes; part of every cache key and ETag. The `version` of check_results. */
  dataVersion(tenantId: TenantId): Promise<string>;
  /** Changes whenever the tenant's data was checked. */
  checksVersion(tenantId: TenantId): Promise<string>;
  tenant(tenantId: TenantId): Promise<Tenant | null>;
  /** People who may sign in here (the local demo login). */
  people(): Promise<readonly Person[]>;
  /**
   * The latest raw document of a call of that tenant, for the call page; null when there is none.
   * @throws {DocumentRefused} when there is one that cannot be read; its message and place are shown
   */
  callDocument(tenantId: TenantId, callId: string): Promise<CallDocument | null>;
  now(): Date;
  /** Key of the session tokens (HS256), at least 32 bytes. */
  readonly sessionSecret: Uint8Array;
  /** Folder of the built page (`dist/web`). */
  readonly webRoot: string;
  /** Told of failures that are nobody's request's fault, for a log. */
  onFailure?(error: unknown, path: string): void;
}
