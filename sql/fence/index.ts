/** What a tenant's session reaches: one definition, kept by the session on this machine and by the policies made for AWS. */
export { assertWithin, type Fence, fenced, tenantFence } from './fence.ts';
