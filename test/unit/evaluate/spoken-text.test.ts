import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findPhrase,
  findPhrases,
  foldedPhrase,
  quoteOf,
  spokenText,
} from '../../../pipeline/evaluate/spoken-text.ts';

function quoted(phrase: string, text: string): string | null {
  const spoken = spokenText(text);
  const passage = findPhrase(spoken, foldedPhrase(phrase));
  return passage === null ? null : quoteOf(spoken, passage);
}

describe('a phrase is found', () => {
  it.each([
    ['thank you for calling', 'THANK YOU, for  calling!', 'THANK YOU, for  calling'],
    ['thank you', 'Thank\nyou', 'Thank\nyou'],
    ["don't", 'I don’t know', 'don’t'],
    ['dont', "I don't know", "don't"],
    ["i'll", 'So I`ll see', 'I`ll'],
    ['cafe', 'im Café!', 'Café'],
    ['café', 'im Cafe\u0301!', 'Cafe\u0301'],
    ['Größe', 'die GRÖSSE passt', 'GRÖSSE'],
    ['agent', "oui, l'agent arrive", 'agent'],
    ["l'agent", 'oui, l’agent arrive', 'l’agent'],
    ['office', 'the oﬃce', 'oﬃce'],
    ['follow up', 'a follow-up call', 'follow-up'],
    ['good bye', 'good 👋 bye', 'good 👋 bye'],
    ['cooperate', 'co\u00adoperate', 'co\u00adoperate'],
    ['您好', '请问您好吗', '您好'],
    ['ありがとう', 'どうもありがとうございます', 'ありがとう'],
    ['спасибо', 'СПАСИБО!', 'СПАСИБО'],
    ['Ὀδυσσεύς', 'ΟΔΥΣΣΕΥΣ', 'ΟΔΥΣΣΕΥΣ'],
    ['𝐡𝐞𝐥𝐥𝐨', 'Hello', 'Hello'],
    ['नमस्ते', 'जी नमस्ते।', 'नमस्ते'],
    ['100 percent', '100 percent', '100 percent'],
  ])('%s in %j', (phrase, text, quote) => {
    expect(quoted(phrase, text)).toBe(quote);
  });

  it('only as whole words', () => {
    expect(quoted('can', "I can't")).toBeNull();
    expect(quoted('i can', 'I cannot')).toBeNull();
    expect(quoted('hi', 'this')).toBeNull();
    expect(quoted('he', 'she')).toBeNull();
    expect(quoted('10', '100')).toBeNull();
    expect(quoted('가', '각')).toBeNull();
  });

  it('at the next place when the first one is part of a word', () => {
    expect(quoted('hi', 'this, hi')).toBe('hi');
  });

  it('never when it has neither letters nor digits', () => {
    expect(quoted('!?', 'What!?')).toBeNull();
  });

  it('every time it is said, without overlaps', () => {
    const spoken = spokenText('No, no, no no!');
    expect(findPhrases(spoken, 'no no').map((passage) => quoteOf(spoken, passage))).toEqual([
      'No, no',
      'no no',
    ]);
  });

  it('in any text that holds it between spaces, as the very letters of that text', () => {
    const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, words, words, (before, phrase, after) => {
        const folded = foldedPhrase(phrase);
        fc.pre(folded !== '');
        const spoken = spokenText(`${before} ${phrase} ${after}`);
        const passage = findPhrase(spoken, folded);
        expect(passage).not.toBeNull();
        if (passage) expect(foldedPhrase(quoteOf(spoken, passage))).toBe(folded);
      }),
      { numRuns: 2000 },
    );
  });
});
