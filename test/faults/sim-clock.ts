/** A clock that runs faster than the world's, the same in every process that is told how it was set. */
export interface ClockSetting {
  /** What it shows at the start, milliseconds since 1970. */
  readonly shows: number;
  /** When it was started by the world's clock, milliseconds since 1970. */
  readonly startedAt: number;
  /** How many times as fast it runs. */
  readonly speed: number;
}

/** @returns what the clock shows now */
export const clockOf =
  ({ shows, startedAt, speed }: ClockSetting): (() => Date) =>
  () =>
    new Date(shows + (Date.now() - startedAt) * speed);
