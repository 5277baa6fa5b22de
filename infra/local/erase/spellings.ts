const codeOf = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0');

/** How text stands in JSON, of which some writers leave ASCII only or nothing that HTML could take for its own. */
function* inJson(text: string): Generator<string> {
  const json = JSON.stringify(text).slice(1, -1);
  for (const escaped of [/(?!)/g, /[&<>']/g, /[^\0-\x7f]/g, /[^\0-\x7f]|[&<>']/g])
    for (const code of [codeOf, (unit: string) => codeOf(unit).toUpperCase()]) {
      const spelling = json.replaceAll(escaped, (unit) => `\\u${code(unit)}`);
      yield spelling;
      yield spelling.replaceAll('/', '\\/');
    }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** How text stands in XML and HTML: with named or numbered entities, in what needs them and in what may have them. */
function* inXml(text: string): Generator<string> {
  const numbered = (base: 10 | 16) => (letter: string) =>
    `&#${base === 16 ? 'x' : ''}${letter.codePointAt(0)?.toString(base)};`;
  const named = (letter: string): string => `&${ENTITIES[letter]};`;
  for (const needs of [/[&<>]/g, /[&<>"]/g, /[&<>"']/g])
    for (const entity of [named, numbered(10), numbered(16)]) {
      const spelling = text.replaceAll(needs, entity);
      yield spelling;
      yield spelling.replaceAll(/[^\0-\x7f]/gu, numbered(10));
      yield spelling.replaceAll(/[^\0-\x7f]/gu, numbered(16));
    }
  yield text.replaceAll(/[&<>"]/g, named).replaceAll("'", '&#39;');
}

/** The ways in which files of different formats spell a text: JSON, XML (workbooks), CSV, names; with letters composed and not. */
export function spellingsOf(text: string): ReadonlySet<string> {
  const spellings = new Set<string>();
  for (const form of [text, text.normalize('NFC'), text.normalize('NFD')])
    for (const spelling of [
      form,
      ...inJson(form),
      ...inXml(form),
      form.replaceAll('"', '""'),
      encodeURIComponent(form.toWellFormed()),
    ])
      spellings.add(spelling);
  return spellings;
}
