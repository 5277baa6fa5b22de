import { describe, expect, it } from 'vitest';
import { Turnstile } from '../../../etl/lanes/index.ts';

/** Work that ends when it is told to. */
function held(name: string, log: string[]) {
  const gate = Promise.withResolvers<string>();
  const work = (): Promise<string> => {
    log.push(`${name} begins`);
    return gate.promise.finally(() => log.push(`${name} ends`));
  };
  return { work, end: () => gate.resolve(name), fail: () => gate.reject(new Error(name)) };
}

describe('a turnstile', () => {
  it('lets as much work run as it has places, in the order in which it came', async () => {
    const log: string[] = [];
    const turnstile = new Turnstile(2);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => held(name, log)) as ReturnType<typeof held>[];
    const all = [a, b, c, d].map((one) => turnstile.run(one?.work ?? (async () => '')));
    expect(log).toEqual(['a begins', 'b begins']);
    b?.end();
    await all[1];
    for (const one of [a, c, d]) one?.end();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(log.filter((line) => line.endsWith('begins'))).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `${name} begins`),
    );
  });

  it('lets work that takes several places wait until they are free, and nothing pass it', async () => {
    const log: string[] = [];
    const turnstile = new Turnstile(2);
    const [small, large, later] = ['small', 'large', 'later'].map((name) => held(name, log));
    const all = [
      turnstile.run(small?.work ?? (async () => '')),
      turnstile.run(large?.work ?? (async () => ''), 2),
      turnstile.run(later?.work ?? (async () => '')),
    ];
    expect(log).toEqual(['small begins']);
    small?.end();
    large?.end();
    later?.end();
    await Promise.all(all);
    expect(log).toEqual([
      'small begins',
      'small ends',
      'large begins',
      'large ends',
      'later begins',
      'later ends',
    ]);
  });

  it('gives the places of work that leaves them to the next, once, while that work goes on', async () => {
    const turnstile = new Turnstile(2);
    const gate = Promise.withResolvers<string>();
    const log: string[] = [];
    const first = turnstile.runUntil(async (leave) => {
      leave();
      leave();
      return gate.promise;
    }, 2);
    const [next, other] = [held('next', log), held('other', log)];
    const beside = [turnstile.run(next.work, 2), turnstile.run(other.work)];
    expect(log).toEqual(['next begins']);
    gate.resolve('first');
    expect(await first).toBe('first');
    expect(log).toEqual(['next begins']);
    next.end();
    other.end();
    expect(await Promise.all(beside)).toEqual(['next', 'other']);
  });

  it('gives the place of work that failed to the next', async () => {
    const turnstile = new Turnstile(1);
    const first = held('first', []);
    const failed = turnstile.run(first.work);
    const next = turnstile.run(async () => 'next');
    first.fail();
    await expect(failed).rejects.toThrow('first');
    expect(await next).toBe('next');
    expect(await turnstile.run(async () => 'later')).toBe('later');
  });
});
