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

/** Memory resident now in a process and everything that it started, in MB; 0 where nobody can tell. */
export const residentInTree = (pid: number): number =>
  (statusOf(pid, 'VmRSS') ?? 0) + childrenOf(pid).reduce((sum, child) => sum + residentInTree(child), 0);
