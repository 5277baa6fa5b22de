import type { Input } from './corpus.ts';
import { find, type Result } from './results.ts';
import { LATER_SIDES, OURS, SPARK, TRANSFORMATION } from './sides.ts';

/** A promise, and what was measured. */
export interface Check {
  readonly promise: string;
  readonly measured: string;
  readonly kept: boolean;
}

const times = (value: number): string => `${value.toFixed(1)} times`;
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

function faster(
  results: readonly Result[],
  input: Input,
  peer: string,
  atLeast: number,
  aim?: number,
): Check[] {
  const [ours, theirs] = [find(results, OURS, input), find(results, peer, input)];
  if (!ours || !theirs) return [];
  const ratio = theirs.seconds / ours.seconds;
  const aimed = aim === undefined ? '' : ` (aim: ${aim})`;
  return [
    {
      promise: `${input}: at least ${atLeast} times as fast as ${peer}${aimed}`,
      measured: times(ratio),
      kept: ratio >= atLeast,
    },
  ];
}

const TENTH = 0.1;

function againstSpark(results: readonly Result[]): Check[] {
  const [ours, spark] = [find(results, OURS, 'ndjson'), find(results, SPARK, 'ndjson')];
  if (!ours || !spark) return [];
  const share = ours.peak_mb / spark.peak_mb;
  return [
    ...faster(results, 'ndjson', SPARK, 4),
    {
      promise: `ndjson: in a tenth of the memory of ${SPARK}`,
      measured: percent(share),
      kept: share <= TENTH,
    },
  ];
}

const MOST_MB = 1024;

function memory(results: readonly Result[]): Check[] {
  const peaks = results.filter(({ side }) => side.startsWith(OURS)).map(({ peak_mb }) => peak_mb);
  if (peaks.length === 0) return [];
  const most = Math.max(...peaks);
  return [
    { promise: 'less than 1 GB of memory (aim: 700 MB)', measured: `${most} MB`, kept: most < MOST_MB },
  ];
}

const OVERHEAD = 0.15;
const SMALL_NIGHT = 0.03;

function ownCosts(results: readonly Result[]): Check[] {
  const full = find(results, OURS, 'files');
  const alone = find(results, TRANSFORMATION, 'files');
  if (!full) return [];
  const checks: Check[] = [];
  if (alone) {
    const added = full.seconds / alone.seconds - 1;
    const promise = 'publishing and accounting add less than 15 % to the transformation';
    checks.push({ promise, measured: percent(added), kept: added < OVERHEAD });
  }
  for (const side of Object.values(LATER_SIDES)) {
    const later = find(results, side, 'files');
    if (!later) continue;
    const share = later.seconds / full.seconds;
    checks.push({
      promise: `less than 3 % of a full night: ${side.slice(OURS.length + 2)}`,
      measured: percent(share),
      kept: share < SMALL_NIGHT,
    });
  }
  return checks;
}

const FLAT = 0.15;

/** Time and memory of each larger number of documents against those of the smallest. */
function scaling(results: readonly Result[]): Check[] {
  return results
    .filter(({ side }) => side === OURS)
    .flatMap((large) => {
      const small = find(results, OURS, large.input);
      if (!small || small.docs === large.docs) return [];
      const slower = small.docs_per_second / large.docs_per_second - 1;
      const more = large.peak_mb / small.peak_mb - 1;
      const about = `${large.input}, ${small.docs} to ${large.docs} documents`;
      return [
        { promise: `${about}: time linear within 15 %`, measured: percent(slower), kept: slower <= FLAT },
        { promise: `${about}: memory flat within 15 %`, measured: percent(more), kept: more <= FLAT },
      ];
    });
}

/** What the product promises of its speed and memory, each as far as it was measured. */
export const checksOf = (results: readonly Result[]): Check[] => [
  ...faster(results, 'ndjson', 'parquetjs-lite', 5, 10),
  ...faster(results, 'ndjson', 'polars', 2, 2.5),
  ...faster(results, 'ndjson', 'polars by schema', 2, 2.5),
  ...faster(results, 'files', 'parquetjs-lite', 5, 10),
  ...againstSpark(results),
  ...ownCosts(results),
  ...memory(results),
  ...scaling(results),
];
