import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** A problem with the path of what it is about. */
interface Problem {
  readonly path: readonly PropertyKey[];
  /** Plain words, without a full stop. */
  readonly words: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text (put it in quotes)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys with values',
};

/** Keys that authors of this or other systems write, and what to do about them. */
const ADVICE: Readonly<Record<string, string>> = {
  version: 'publishing gives the next version: remove it',
  question: 'the key is text',
  name: 'the key is title',
  auto_fail: 'the key is critical, with none, section or form',
  phrases: 'phrases stand under any_of, all_of, none_of or in_order',
};

/** Says in plain words what a schema found. */
export const plainProblems = (issues: readonly Issue[]): Problem[] => issues.flatMap(plainProblem);

function plainProblem(issue: Issue): Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      words: withAdvice('is not a key that a form has here', key),
    }));
  return [{ path, words: wordsFor(issue) }];
}

function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return sizeInWords(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return sizeInWords(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_format':
      return 'does not have the form of such a value';
    default:
      return issue.message;
  }
}

function sizeInWords(origin: string, comparison: string, bound: number | bigint): string {
  if (origin === 'string')
    return bound === 1 ? 'must not be empty' : `must have ${comparison} ${bound} characters`;
  if (origin === 'array')
    return bound === 1 ? 'must not be empty' : `must have ${comparison} ${bound} entries`;
  return `must be ${comparison} ${bound}`;
}

const withAdvice = (words: string, key: string): string => {
  const advice = ADVICE[key];
  return advice === undefined ? words : `${words}; ${advice}`;
};
