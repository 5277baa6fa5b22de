import { readdirSync, readFileSync } from 'node:fs';

const KB_PER_MB = 1024;

/** A line such as `VmHWM:  123 kB` of /proc/<pid>/status in MB; null where there is no such file. */
function statusOf(pid: number | 'self', name: 'VmHWM' | 'VmRSS'): number | null {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    );
    return found ? Number(found[1]) / KB_PER_MB : null;
  } catch {
    return null;
  }
}

/**
 * Most memory that this process has had resident, in MB: VmHWM of Linux, which counts from the start of the program; the
 * other measure also counts what its parent had.
 */
export const peakOfThisProcess = (): number =>
  statusOf('self', 'VmHWM') ?? process.resourceUsage().maxRSS / KB_PER_MB;

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter((id) => id !== '')
        .map(Number),
    );
  } catch {
    // The process has ended between two looks.
    return [];
  }
}

/** CPU time of Linux processes is counted in hundredths of a second (USER_HZ). */
const TICKS_PER_SECOND = 100;
/** Fields of /proc/<pid>/stat after the name, from 0: utime and stime, see proc(5). */
const [UTIME, STIME] = [11, 12] as const;

function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** One process at one moment. */
export interface Seen {
  readonly pid: number;
  /** Memory resident now. */
  readonly resident_mb: number;
  /** CPU time so far, in seconds. */
  readonly cpu: number;
}

/** A process and everything that it started; zeros where nobody can tell. */
export const seenInTree = (pid: number): Seen[] => [
  { pid, resident_mb: statusOf(pid, 'VmRSS') ?? 0, cpu: cpuOf(pid) },
  ...childrenOf(pid).flatMap(seenInTree),
];
