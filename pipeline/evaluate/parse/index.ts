/** Reads what authors write: YAML or JSON, a whole form or the flat list of the source systems. */
import { type FormDraft, formDraftSchema } from '../../contract/index.ts';
import { FormRefused } from '../errors.ts';
import { formIdOf } from './form-id.ts';
import { plainProblems } from './problems.ts';
import { lineOf, readText } from './text.ts';
import { unwrapped } from './wrappings.ts';

export { lineOf, readText } from './text.ts';

/**
 * Reads a form from YAML or JSON and fills in the defaults.
 * A bare list of `{id, text, weight, required}`, a wrapping `{criteria: […]}` and an item of the source system's DynamoDB table
 * are forms, too. Where the text names no `form_id`, it comes from `nameHint`, such as the file's name.
 * @throws {FormRefused} with every problem, its path and its line
 */
export function parseForm(text: string, nameHint?: string): FormDraft {
  const source = readText(text);
  const authored = named(unwrapped(source.value), nameHint);
  const parsed = formDraftSchema.safeParse(authored, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = plainProblems(parsed.error.issues).map(({ path, words }) => ({
    path: pathInWords(path),
    line: lineOf(source, path),
    message: words,
  }));
  throw new FormRefused(problems, { hint: 'docs/forms.md lists every key.' });
}

/** `criteria[2].weight` */
export const pathInWords = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((words, key) => {
    if (typeof key === 'number') return `${words}[${key}]`;
    return words === '' ? String(key) : `${words}.${String(key)}`;
  }, '');

/** A form's id and title, where its author left them out. */
function named(value: Readonly<Record<string, unknown>>, nameHint: string | undefined): unknown {
  const formId = value.form_id ?? formIdOf(nameHint);
  if (formId === null)
    throw new FormRefused([{ path: 'form_id', line: null, message: 'is missing' }], {
      hint: 'Give the form a form_id, such as service-quality.',
    });
  return { ...value, form_id: formId, title: value.title ?? formId };
}
