import type { FormDraft, TenantId } from '../../pipeline/contract/index.ts';
import { type Publication, publishable } from '../../pipeline/evaluate/index.ts';
import type { Home } from './home.ts';

/**
 * Publishes a form for a tenant as its next version; content that is published already stays the version it is.
 * @throws {FormNotPublishable} when lint finds an error
 */
export function publishForm(home: Home, tenantId: TenantId, draft: FormDraft): Publication {
  const publication = publishable(draft, home.forms.versions(tenantId, draft.form_id));
  const { form, content_sha256, isNew } = publication;
  if (isNew) home.forms.publish(tenantId, { form, content_sha256, published_at: new Date().toISOString() });
  return publication;
}
