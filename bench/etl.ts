// Measures the night against what one would use instead: `npm run bench:etl -- --help`, docs/performance.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checksOf } from './checks.ts';
import type { Cost } from './measure.ts';
import { type Measurement, measurementsOf } from './measurements.ts';
import { type BenchOptions, parseOptions, USAGE } from './options.ts';
import { plainReport, withReport } from './report.ts';
import { type Result, resultOf } from './results.ts';
import { OURS } from './sides.ts';

/** A peer that takes longer than this is run once: medians of minutes would take hours. */
const SLOW_SECONDS = 60;

const isSlow = ({ side }: Measurement, soFar: readonly Cost[]): boolean =>
  side !== OURS && soFar.some(({ seconds }) => seconds > SLOW_SECONDS);

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What sides before wrote is on its way to the disk, and would slow down who forces files to it. */
function settleDisk(): void {
  try {
    execFileSync('sync');
  } catch {
    // Without such a command the disk is as it is.
  }
}

async function runOnce(measurement: Measurement, round: string): Promise<Cost> {
  const { side, input, docs, prepare, run } = measurement;
  await prepare();
  settleDisk();
  const cost = await run();
  progress(
    `${round}  ${input}  ${side}  ${docs} documents  ${cost.seconds.toFixed(2)} s  ${cost.cpu_seconds.toFixed(2)} CPU s  ${Math.round(cost.peak_mb)} MB`,
  );
  return cost;
}

/** Sides take turns, so that what the machine does besides hits all of them. */
async function runAll(measurements: readonly Measurement[], runs: number): Promise<Result[]> {
  const costs = new Map<Measurement, Cost[]>(measurements.map((measurement) => [measurement, []]));
  for (let round = 1; round <= runs; round += 1)
    for (const [measurement, soFar] of costs) {
      if (isSlow(measurement, soFar)) continue;
      soFar.push(await runOnce(measurement, `${round}/${runs}`));
      if (round > 1) continue;
      const wrong = await measurement.verify();
      if (wrong.length > 0)
        throw new Error(
          `bench: ${measurement.side} on ${measurement.input} wrote other tables:\n${wrong.join('\n')}`,
        );
    }
  return [...costs].map(([measurement, all]) => resultOf(measurement, all));
}

async function main(options: BenchOptions): Promise<void> {
  const out = join(options.work, 'out');
  await rm(out, { recursive: true, force: true });
  const results = await runAll(await measurementsOf(options, progress), options.runs);
  await rm(out, { recursive: true, force: true });
  const checks = checksOf(results);
  process.stdout.write(options.json ? `${JSON.stringify(results, null, 2)}\n` : plainReport(results, checks));
  if (options.write !== null) {
    const day = new Date().toISOString().slice(0, 10);
    writeFileSync(options.write, withReport(readFileSync(options.write, 'utf8'), results, checks, day));
  }
}

if (process.argv.includes('--help')) process.stdout.write(USAGE);
else await main(parseOptions(process.argv.slice(2)));
