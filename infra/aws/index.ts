/** What is made for AWS: now, a tenant's fence there. */
export { type AwsPlace, type Template, tenantTemplate } from './tenant-template.ts';
