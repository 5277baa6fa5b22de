import type { Criterion } from '../../contract/index.ts';
import { isSameLanguage } from '../conversation.ts';
import { type Check, placedCriteria, type Remark } from './draft.ts';

/** Pairs that ask one thing. */
const ONE_THING =
  /\b(terms and conditions|name and (surname|address|date of birth)|first and last name|pros and cons|back and forth|and\/or|health and safety)\b/gi;

/** Two people who check the same call would read these words differently. */
const VAGUE =
  /\b(appropriate(ly)?|proper(ly)?|good|well|nice(ly)?|professional(ly)?|adequate(ly)?|reasonabl[ey]|polite(ly)?|effective(ly)?|efficient(ly)?|timely|satisfactor(y|ily)|correct(ly)?|suitabl[ey]|quality|sufficient(ly)?)\b/i;

/** What a question names that nobody wants of an agent. */
const BAD =
  /\b(not|never|no|fail(ed|s)?|forg[eo]t(ten)?|interrupt(ed|s|ing)?|rude(ly)?|blam(e|ed|ing)|argu(e|ed|ing)|refus(e|ed|ing)|ignor(e|ed|ing)|mislead(ing)?|misled|wrong(ly)?|swear|swore|insult(ed|ing)?|pressur(e|ed|ing)|threat(en|ened|ening|s)?|guarante(e|ed|eing)|disclos(e|ed|ing)|without|unnecessar(y|ily)|too|exceed(ed)?|forbidden|prohibited|promis(e|ed|ing))\b/i;

/** Wordings that turn a bad thing into a good question. */
const AVOIDED =
  /\b(avoid(ed|s)?|refrain(ed|s)?|without|not|never|no|free of|allow(ed)?|keep|kept|low|enough|before)\b/i;

/** Bad things that a question with positive polarity must not ask for. */
const CLEARLY_BAD =
  /\b(fail(ed)? to|forg[eo]t|interrupt(ed)?|rude(ly)?|insult(ed)?|mislead|threaten(ed)?)\b/i;

/** Questions that ask two things, leave room, or point the wrong way. Only English wordings are known. */
export const checkWording: Check = (draft) => {
  if (draft.language !== null && !isSameLanguage(draft.language, 'en')) return [];
  return placedCriteria(draft).flatMap(({ criterion, path }) => {
    const at = [...path, 'text'];
    return [...twoThings(criterion, at), ...vague(criterion, at), ...direction(criterion, at)];
  });
};

function twoThings({ text }: Criterion, path: Remark['path']): Remark[] {
  if (!/\band\b/i.test(text.replace(ONE_THING, ''))) return [];
  return [
    {
      code: 'double_question',
      path,
      message: 'The question asks two things ("and"), and a call can do one of them.',
      fix: 'Make two questions of it.',
    },
  ];
}

/** A rule or a metric says exactly what counts, and guidance can; a bare question for a model leaves it open. */
function vague({ text, kind, guidance }: Criterion, path: Remark['path']): Remark[] {
  const word = VAGUE.exec(text)?.[0];
  if (kind !== 'llm' || guidance !== null || word === undefined) return [];
  return [
    {
      code: 'vague_word',
      path,
      message: `"${word}" means something else to everyone.`,
      fix: 'Say in the question or under guidance what counts and what does not.',
    },
  ];
}

function direction({ text, polarity }: Criterion, path: Remark['path']): Remark[] {
  if (polarity === 'negative' && !BAD.test(text))
    return [
      {
        code: 'polarity_wording',
        path,
        message:
          'The polarity is negative, so a yes loses the points, but the question asks for something good.',
        fix: 'Ask for the bad thing, or make the polarity positive.',
      },
    ];
  if (polarity === 'positive' && CLEARLY_BAD.test(text) && !AVOIDED.test(text))
    return [
      {
        code: 'polarity_wording',
        path,
        message: 'A yes earns the points, but the question asks for something bad.',
        fix: 'Make the polarity negative, or ask for the good thing.',
      },
    ];
  return [];
}
