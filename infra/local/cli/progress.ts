import type { Terminal } from './terminal.ts';

/** A line on stderr that is overwritten as work goes on; silent when nobody watches. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

/** Shortest time between two repaints. */
const REPAINT_MS = 80;

export function progressLine(terminal: Terminal): ProgressLine {
  if (!terminal.progress) return { show: () => {}, end: () => {} };
  let painted = 0;
  return {
    show: (text) => {
      const now = performance.now();
      if (now - painted < REPAINT_MS) return;
      painted = now;
      terminal.err(`\r\u001b[2K${text}`);
    },
    end: () => terminal.err('\r\u001b[2K'),
  };
}
