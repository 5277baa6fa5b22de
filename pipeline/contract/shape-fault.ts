import type { z } from 'zod';

/** What does not fit a schema, in words without values of the input. */
export interface ShapeFault {
  /** The first fault and its place, such as `expected number at turns[3].start_ms`. */
  readonly message: string;
  /** The first few places, comma-separated. */
  readonly where: string;
}

const MAX_PLACES = 3;
const MAX_KEY = 40;

/** Words for what a schema refused; keys are clipped, values never appear. */
export function shapeFault(error: z.core.$ZodError): ShapeFault {
  const issues = error.issues.map(deepest);
  const places = [...new Set(issues.map(({ path }) => pathText(path)))];
  const [first] = issues;
  return {
    message: `${first ? inWords(first) : 'not of the expected form'} at ${places[0] ?? '$'}`,
    where: places.slice(0, MAX_PLACES).join(', '),
  };
}

/** A place as `Transcript[3].AbsoluteTime`; `$` is the value itself. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path)
    text += typeof part === 'number' ? `[${part}]` : `${text ? '.' : ''}${clip(String(part))}`;
  return text || '$';
}

/** A union's own place says little when one of its options went further into the value. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map(deepest);
  const best = inner.toSorted((a, b) => b.path.length - a.path.length)[0];
  return best && best.path.length > 0 ? { ...best, path: [...issue.path, ...best.path] } : issue;
}

function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'unrecognized_keys':
      return `unknown key ${keysInWords(issue.keys)}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return 'not of the expected form';
  }
}

function keysInWords(keys: readonly string[]): string {
  const named = keys.slice(0, MAX_PLACES).map((key) => JSON.stringify(clip(key)));
  return `${named.join(', ')}${keys.length > MAX_PLACES ? ` and ${keys.length - MAX_PLACES} more` : ''}`;
}

function clip(key: string): string {
  return key.length > MAX_KEY ? `${key.slice(0, MAX_KEY)}…` : key;
}
