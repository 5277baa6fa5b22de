/**
 * A Markdown text with what stands between two markers replaced, the markers included.
 * @throws {RangeError} when the text does not have both
 */
export function withMarked(text: string, begin: string, end: string, part: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new RangeError('bench: the file has no place for the table');
  return text.slice(0, from) + part + text.slice(to + end.length);
}
