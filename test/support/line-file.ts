import { writeFileSync } from 'node:fs';
import type { LineFile } from '../../etl/index.ts';

/** A line file as a night joins it, for the engine; lines are without their ends. */
export function writeLineFile(path: string, lines: readonly (string | Uint8Array)[]): LineFile {
  const bytes = lines.map((line) => Buffer.from(line));
  const whole = Buffer.concat(bytes.flatMap((line) => [line, Buffer.from('\n')]));
  writeFileSync(path, whole);
  return {
    path,
    documents: lines.length,
    bytes: whole.byteLength,
    longest: Math.max(0, ...bytes.map(({ byteLength }) => byteLength)),
  };
}
