/**
 * The same items; the first is asked for at once, and each other one before the one before it is taken. Who stops early
 * ends them too, once the one on its way has come.
 */
export function ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const begin = (): Promise<IteratorResult<T>> => {
    const next = items.next();
    // Who takes the items may stop before this one's turn; its failure is then nobody's.
    next.catch(() => undefined);
    return next;
  };
  return take(items, begin(), begin);
}

async function* take<T>(
  items: AsyncGenerator<T>,
  first: Promise<IteratorResult<T>>,
  begin: () => Promise<IteratorResult<T>>,
): AsyncGenerator<T> {
  try {
    for (let next = first; ; ) {
      const { value, done } = await next;
      if (done) return;
      next = begin();
      yield value;
    }
  } finally {
    await items.return(undefined);
  }
}
