import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Script that starts AWS emulators, beside the repository on a development machine. */
const SCRIPT = new URL('../../../shared/tools/aws/aws-local', import.meta.url).pathname;

/** How long the emulators may take to start, in milliseconds; building the strict one from source is part of it. */
const START_MS = 240_000;

/** Running emulators, or why there are none. */
export interface AwsLocal {
  /** Front door for all services; its S3 checks conditions and no signatures. */
  readonly endpoint: string;
  /** The S3 that checks signatures as well; null where it could not be built. */
  readonly strictS3: string | null;
  readonly moto: string;
  stop(): void;
}

/** Credentials and region that the emulators take. */
export const SDK = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'testtest' },
} as const;

function start(port: number): AwsLocal {
  const home = mkdtempSync(join(tmpdir(), 'cci-aws-'));
  const script = (...words: string[]) =>
    execFileSync(SCRIPT, [...words, '--home', home], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: START_MS,
    });
  const stop = () => {
    script('down');
    rmSync(home, { recursive: true, force: true });
  };
  const values = (printed: string) =>
    new Map([...printed.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value ?? '']));
  let known: Map<string | undefined, string>;
  try {
    known = values(script('up', '--port', String(port), '--strict-s3'));
  } catch {
    stop();
    known = values(script('up', '--port', String(port)));
  }
  const endpoint = known.get('AWS_ENDPOINT_URL');
  const moto = known.get('AWS_LOCAL_MOTO');
  if (!endpoint || !moto) throw new Error('the emulators did not say where they are');
  return { endpoint, moto, strictS3: known.get('AWS_LOCAL_STRICT_S3') ?? null, stop };
}

/** Starts the emulators on a port; null, with a printed reason, where that is not possible. */
export function startAws(port: number): AwsLocal | null {
  if (!existsSync(SCRIPT)) {
    process.stderr.write(`AWS tier skipped: there is no ${SCRIPT}\n`);
    return null;
  }
  try {
    return start(port);
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? String(error);
    process.stderr.write(`AWS tier skipped: the emulators do not start: ${said.trim().slice(-500)}\n`);
    return null;
  }
}
