/** Exit codes of `cci`, for scripts; documented in docs/cli.md. */
export const EXIT = {
  /** Done. */
  ok: 0,
  /** Failed: the error says why. */
  failed: 1,
  /** Done, and what was compared differs; stderr is empty then. As diff(1) has it. */
  different: 1,
  /** Done, but not everything was accepted: files quarantined, findings in a form, a night out of balance, a failed check. */
  partial: 2,
  /** The command's words do not fit. */
  usage: 64,
  /** Broken off by Ctrl-C: 128 and the number of SIGINT, as shells count. */
  cancelled: 130,
} as const;
