const LONGEST = 63;

/**
 * Makes a form id from a name such as a path: `forms/Service Quality.yaml` gives `service-quality`. Null when nothing of the name
 * can stand in an id.
 */
export function formIdOf(name: string | undefined): string | null {
  const file = name?.split(/[/\\]/).at(-1) ?? '';
  const letters = file
    .replace(/\.(ya?ml|json|txt)$/i, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
  if (letters === '') return null;
  const begun = /^[a-z]/.test(letters) ? letters : `form-${letters}`;
  return begun.slice(0, LONGEST).replace(/[-_]+$/, '');
}
