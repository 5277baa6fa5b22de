const START = '#criterion-';

/** The part of a call's address, from `#` on, that leads to a criterion. */
export const criterionAnchor = (criterion: string): string => `${START}${encodeURIComponent(criterion)}`;

/** The criterion that an address leads to; null when it leads to none. */
export function criterionIn(hash: string): string | null {
  if (!hash.startsWith(START)) return null;
  try {
    return decodeURIComponent(hash.slice(START.length));
  } catch {
    return null;
  }
}
