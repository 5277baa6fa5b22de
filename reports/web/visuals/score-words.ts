/** Statuses of an evaluation, as a reader sees them. */
export const STATUS_WORDS: { readonly [status: string]: string } = {
  scored: 'Scored',
  partial: 'Partly scored',
  unscored: 'Unscored',
};

/** Which of three looks a percentage has. Bands are the form's own; this is colour only. */
export function toneOf(percentage: number | null): 'low' | 'middle' | 'high' | 'none' {
  if (percentage === null) return 'none';
  if (percentage < 60) return 'low';
  return percentage < 80 ? 'middle' : 'high';
}
