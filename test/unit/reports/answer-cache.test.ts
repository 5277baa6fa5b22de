import { describe, expect, it } from 'vitest';
import { answerCache } from '../../../reports/api/answer-cache.ts';

describe('the cache of answers', () => {
  it('computes a question asked twice at once only once', async () => {
    const cache = answerCache();
    let computed = 0;
    const compute = async () => {
      computed += 1;
      return String(computed);
    };
    expect(await Promise.all([cache.get('a', compute), cache.get('a', compute)])).toEqual(['1', '1']);
  });

  it('forgets what was longest unused', async () => {
    const cache = answerCache(2);
    const computed: string[] = [];
    const ask = (key: string) =>
      cache.get(key, async () => {
        computed.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key);
    expect(computed).toEqual(['a', 'b', 'c', 'b']);
  });

  it('keeps no failure', async () => {
    const cache = answerCache();
    await expect(cache.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await cache.get('a', async () => 'there')).toBe('there');
  });
});
