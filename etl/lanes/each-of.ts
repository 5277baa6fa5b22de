/**
 * Runs a task for each item, at most `limit` at the same time. After one that fails no other begins, and all that had begun have
 * ended when this rejects.
 */
export async function eachOf<T>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let over = false;
  const lane = async (): Promise<void> => {
    try {
      while (!over) {
        const { value, done } = await source.next();
        if (done || over) return;
        await task(value);
      }
    } catch (error) {
      over = true;
      throw error;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  const failed = lanes.find((ended) => ended.status === 'rejected');
  if (failed === undefined) return;
  await source.return?.();
  throw failed.reason;
}
