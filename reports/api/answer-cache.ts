/** Answers that are kept at once; the one longest unused goes first. */
export const CACHED_ANSWERS = 300;

/** Keeps the last answers of this process by key; the same question asked twice at once is computed once. */
export interface AnswerCache {
  /** The answer kept under the key, or the one that `compute` gives. Failures are not kept. */
  get(key: string, compute: () => Promise<string>): Promise<string>;
}

/** Makes an empty cache of at most `limit` answers. The key must name the tenant and the version of its data. */
export function answerCache(limit: number = CACHED_ANSWERS): AnswerCache {
  const kept = new Map<string, Promise<string>>();
  return {
    get(key, compute) {
      const answer = kept.get(key) ?? compute();
      kept.delete(key);
      kept.set(key, answer);
      answer.catch(() => {
        if (kept.get(key) === answer) kept.delete(key);
      });
      for (const oldest of kept.keys()) {
        if (kept.size <= limit) break;
        kept.delete(oldest);
      }
      return answer;
    },
  };
}
