import { KEYWORDS, type Vocabulary } from './vocabulary.ts';

/** What readline wants: the words that may stand there, and the beginning of them that has been typed. */
export type Completion = [words: string[], typed: string];

const QUOTED_OR_COMMENT = /'(?:[^']|'')*(?:'|$)|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/g;
const RELATION = /\b(?:from|join|table|describe|columns from|,)\s+(?:lake\.)?(\w+)(?:\s+(?:as\s+)?(\w+))?/gi;
/** Behind these words the name of a table or view is wanted. */
const WANTS_RELATION = /\b(?:from|join|table|describe)\s+(?:lake\.)?\w*$/i;

/**
 * Words for the place before the cursor. Behind FROM and JOIN: tables and views; behind `x.`: the columns of x; elsewhere
 * the columns of what the statement's FROM names (before and behind the cursor), functions, keywords. Nothing in a text.
 */
export function complete(before: string, after: string, vocabulary: Vocabulary): Completion {
  const plain = before.replaceAll(QUOTED_OR_COMMENT, (text) => (isClosed(text) ? ' ' : "'"));
  const typed = /\w*$/.exec(plain)?.[0] ?? '';
  if (plain.endsWith("'")) return [[], ''];
  const command = /^\s*\\([dv])\s+(\w*)$/.exec(plain);
  if (command) return [startingWith(relations(vocabulary), typed), typed];
  const qualifier = /(\w+)\.\w*$/.exec(plain)?.[1];
  const named = relationsIn(`${plain} ${after}`, vocabulary);
  if (qualifier !== undefined && qualifier.toLowerCase() !== 'lake')
    return [startingWith(columns([named.get(qualifier.toLowerCase()) ?? ''], vocabulary), typed), typed];
  if (qualifier !== undefined || WANTS_RELATION.test(plain))
    return [startingWith(relations(vocabulary), typed), typed];
  if (typed === '') return [[], ''];
  const words = [
    ...columns([...new Set(named.values())], vocabulary),
    ...vocabulary.functions,
    ...[...named.keys()],
    ...KEYWORDS.map((word) => (typed === typed.toLowerCase() ? word.toLowerCase() : word)),
  ];
  return [startingWith(words, typed), typed];
}

const isClosed = (text: string): boolean =>
  text.startsWith("'")
    ? text.split("'").length % 2 === 1
    : text.startsWith('/*') && text.endsWith('*/') && text.length >= 4;

const relations = ({ tables, views }: Vocabulary): string[] => [...views, ...tables].map(({ name }) => name);

const startingWith = (words: readonly string[], typed: string): string[] =>
  [...new Set(words)].filter((word) => word.toLowerCase().startsWith(typed.toLowerCase())).sort();

const columns = (names: readonly string[], vocabulary: Vocabulary): string[] =>
  names.flatMap((name) => vocabulary.columnsOf(name)?.map((column) => column.name) ?? []);

/** Tables and views that a statement names, by their aliases and by their names. */
function relationsIn(text: string, vocabulary: Vocabulary): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', alias = ''] of text.matchAll(RELATION)) {
    const relation = name.toLowerCase();
    if (vocabulary.columnsOf(relation) === null) continue;
    found.set(relation, relation);
    if (alias !== '' && !KEYWORDS.includes(alias.toUpperCase())) found.set(alias.toLowerCase(), relation);
  }
  return found;
}
