import { describe, expect, it } from 'vitest';
import {
  contentHash,
  FormNotPublishable,
  latestOf,
  parseForm,
  publishable,
} from '../../../pipeline/evaluate/index.ts';

const draft = (text = 'Settled?', id = 'f') =>
  parseForm(`form_id: ${id}\ncriteria: [{ id: a, text: "${text}", weight: 100 }]`);

const kept = (...texts: string[]) =>
  texts.map((text, i) => ({ ...publishable(draft(text), []), form: { ...draft(text), version: i + 1 } }));

describe('publishing', () => {
  it('makes version 1 of a new form', () => {
    const publication = publishable(draft(), []);
    expect(publication).toMatchObject({ isNew: true, form: { form_id: 'f', version: 1 } });
    expect(publication.content_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('makes the next version of other content, in whatever order the versions come', () => {
    expect(publishable(draft('C?'), kept('A?', 'B?').toReversed()).form.version).toBe(3);
  });

  it('makes no version of the same content', () => {
    expect(publishable(draft('B?'), kept('A?', 'B?'))).toMatchObject({ isNew: false, form: { version: 2 } });
  });

  it('makes a new version of content that is an older one, since the latest scores calls', () => {
    expect(publishable(draft('A?'), kept('A?', 'B?'))).toMatchObject({ isNew: true, form: { version: 3 } });
  });

  it('does not count versions of other forms', () => {
    const other = kept('A?').map((version) => ({
      ...version,
      form: { ...version.form, form_id: 'g', version: 7 },
    }));
    expect(publishable(draft('A?'), other)).toMatchObject({ isNew: true, form: { version: 1 } });
  });

  it('takes the order of keys and a default that is written out for the same content', () => {
    const written = parseForm(
      'criteria: [{ critical: none, weight: 100, text: "A?", id: a }]\nform_id: f\npass_mark: null',
    );
    expect(publishable(written, kept('A?')).isNew).toBe(false);
  });

  it('hashes content alike whatever the order of keys, and whether or not keys that say nothing are there', () => {
    const form = draft();
    const entries = Object.entries(form);
    const turned = Object.fromEntries(entries.toReversed()) as typeof form;
    const bare = Object.fromEntries(entries.filter(([, value]) => value !== null)) as typeof form;
    expect(contentHash(turned)).toBe(contentHash(form));
    expect(contentHash(bare)).toBe(contentHash(form));
    expect(contentHash(draft('Other?'))).not.toBe(contentHash(form));
  });

  it('takes the order of criteria for content', () => {
    const two = (a: string, b: string) =>
      parseForm(`form_id: f\ncriteria: [{ id: ${a}, text: ${a}? }, { id: ${b}, text: ${b}? }]`);
    expect(publishable(two('b', 'a'), [publishable(two('a', 'b'), [])]).form.version).toBe(2);
  });

  it('refuses a form with lint errors, and names them', () => {
    const broken = parseForm('form_id: f\ncriteria: [{ id: a, text: A?, weight: 0 }]');
    expect(() => publishable(broken, [])).toThrow(FormNotPublishable);
    expect(() => publishable(broken, [])).toThrow('evaluate: form has 1 error(s) and was not published');
    try {
      publishable(broken, []);
    } catch (error) {
      expect((error as FormNotPublishable).findings.map(({ code }) => code)).toContain('weight_all_zero');
    }
  });

  it('has no latest version of nothing', () => {
    expect(latestOf([])).toBeUndefined();
  });
});
