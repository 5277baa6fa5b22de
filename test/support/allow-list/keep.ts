import { createHash } from 'node:crypto';
import { CONSTRUCTS } from './constructs.ts';
import type { KeptProofs, Proven } from './page.ts';
import type { Proofs } from './proofs.ts';
import { VALUE_CLASSES } from './value-classes.ts';

/** The recorded answers by which proofs are known to be of today. */
export const fingerprint = (recorded: string): string => createHash('sha256').update(recorded).digest('hex');

const ORDER = Object.keys(VALUE_CLASSES);
const sorted = <T>(entries: Iterable<readonly [string, T]>): { readonly [key: string]: T } =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Proofs in the form in which a file keeps them. */
export function kept(proofs: Proofs, recorded: string, version: string): KeptProofs {
  const wanted = new Set(Object.values(CONSTRUCTS).flat());
  return {
    recorded: fingerprint(recorded),
    version,
    answers: proofs.answers,
    rejections: proofs.rejections,
    uses: sorted(
      [...proofs.uses].map(([use, { answers, values }]) => [
        use,
        { answers, values: ORDER.filter((one) => (values as ReadonlySet<string>).has(one)) },
      ]),
    ),
    constructs: sorted([...proofs.constructs].filter(([kind]) => wanted.has(kind))),
    types: sorted(proofs.types),
  };
}

/** Proofs as the lines of a file: what is said of all, then a line a use. */
export function proofsText({ uses, ...rest }: KeptProofs): string {
  const lines = Object.entries(uses).map(([use, proven]) => ({ use, ...proven }));
  return `${[rest, ...lines].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/** Reads what {@link proofsText} wrote. */
export function proofsOf(text: string): KeptProofs {
  const [first = '{}', ...lines] = text.trim().split('\n');
  const uses = lines.map((line) => {
    const { use, ...proven } = JSON.parse(line) as Proven & { readonly use: string };
    return [use, proven] as const;
  });
  return { ...(JSON.parse(first) as Omit<KeptProofs, 'uses'>), uses: Object.fromEntries(uses) };
}
