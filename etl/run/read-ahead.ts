/**
 * Reads items with at most `limit` reads under way and yields each with its result, in the order of the items.
 * A failed read rejects when its turn comes.
 */
export async function* readAhead<T, R>(
  items: Iterable<T>,
  limit: number,
  read: (item: T) => Promise<R>,
): AsyncGenerator<readonly [T, R]> {
  const underway: { item: T; result: Promise<R> }[] = [];
  const source = items[Symbol.iterator]();
  const begin = (): void => {
    const { value, done } = source.next();
    if (done) return;
    const result = read(value);
    // The consumer may stop before this one's turn; its failure is then nobody's.
    result.catch(() => undefined);
    underway.push({ item: value, result });
  };
  for (let n = 0; n < limit; n += 1) begin();
  for (let next = underway.shift(); next; next = underway.shift()) {
    const result = await next.result;
    begin();
    yield [next.item, result];
  }
}
