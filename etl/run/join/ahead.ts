/**
 * The same items, so many of them asked for before who takes them comes to them; the first at once. Who stops early ends
 * them too, once those on their way have come.
 */
export function ahead<T>(items: AsyncGenerator<T>, limit: number): AsyncGenerator<T> {
  const underway: Promise<IteratorResult<T>>[] = [];
  const begin = (): void => {
    const next = items.next();
    // Who takes the items may stop before this one's turn; its failure is then nobody's.
    next.catch(() => undefined);
    underway.push(next);
  };
  for (let n = 0; n < limit; n += 1) begin();
  return take(items, underway, begin);
}

async function* take<T>(
  items: AsyncGenerator<T>,
  underway: Promise<IteratorResult<T>>[],
  begin: () => void,
): AsyncGenerator<T> {
  try {
    for (let next = underway.shift(); next; next = underway.shift()) {
      const { value, done } = await next;
      if (done) return;
      begin();
      yield value;
    }
  } finally {
    await items.return(undefined);
  }
}
