/** Exit codes of `cci`, for scripts; documented in docs/cli.md. */
export const EXIT = {
  /** Done. */
  ok: 0,
  /** Failed: the error says why. */
  failed: 1,
  /** Done, but not everything was accepted: files quarantined, findings in a form, a night out of balance. */
  partial: 2,
  /** The command's words do not fit. */
  usage: 64,
} as const;
