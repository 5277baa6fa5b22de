import { createHash } from 'node:crypto';
import type { FormDraft, QaForm } from '../contract/index.ts';
import { FormNotPublishable } from './errors.ts';
import { isPublishable } from './findings.ts';
import { lintForm } from './lint/index.ts';

/** A version of a form with the hash of its content. */
export interface PublishedForm {
  readonly form: QaForm;
  /** SHA-256 (hex) of the content without the version, independent of key order and of keys that say nothing. */
  readonly content_sha256: string;
}

/** What publishing a draft comes to. */
export interface Publication extends PublishedForm {
  /** False when the latest version has this very content already: there is nothing to keep then. */
  readonly isNew: boolean;
}

/**
 * Says which version a draft is, given the form's previous versions. Content that equals the latest version is that version;
 * content that equals only an older one is a new version, since the latest is the one that scores calls.
 * @throws {FormNotPublishable} when lint finds an error
 */
export function publishable(draft: FormDraft, previousVersions: readonly PublishedForm[]): Publication {
  const findings = lintForm(draft);
  if (!isPublishable(findings)) throw new FormNotPublishable(draft.form_id, findings);
  const contentSha256 = contentHash(draft);
  const latest = latestOf(previousVersions.filter(({ form }) => form.form_id === draft.form_id));
  if (latest?.content_sha256 === contentSha256) return { ...latest, isNew: false };
  const version = (latest?.form.version ?? 0) + 1;
  return { form: { ...draft, version }, content_sha256: contentSha256, isNew: true };
}

/** The version of a form that scores calls: the one with the highest number; undefined for none. */
export function latestOf(versions: readonly PublishedForm[]): PublishedForm | undefined {
  return versions.reduce<PublishedForm | undefined>(
    (latest, next) => (latest === undefined || next.form.version > latest.form.version ? next : latest),
    undefined,
  );
}

/** SHA-256 (hex) of a form's content. Null keys do not count, so a key that is added to the contract later changes no hash. */
export function contentHash(draft: FormDraft): string {
  return createHash('sha256').update(canonicalJson(draft)).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, child]) => child !== null && child !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonicalJson(child)}`).join(',')}}`;
}
