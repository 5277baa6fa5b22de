import { describe, expect, it } from 'vitest';
import { LINT_CODES, lintForm, lintFormText, parseForm } from '../../../pipeline/evaluate/index.ts';

const findings = (criteria: string, more = '') =>
  lintForm(parseForm(`form_id: f\n${more}\ncriteria:\n${criteria}`));
const codes = (criteria: string, more = '') =>
  findings(criteria, more)
    .map(({ code }) => code)
    .filter((code) => code !== 'weights_not_100');
const rule = (definition: string, more = '') => `  - { id: a, text: Question?, rule: ${definition}${more} }`;
const metric = (definition: string, more = '') =>
  `  - { id: a, text: Question?, metric: ${definition}${more} }`;
const llm = (text: string, more = '') => `  - { id: a, text: "${text}"${more} }`;

/** A form that has each finding, and where. */
const CASES: readonly [code: string, where: string, criteria: string, more?: string][] = [
  ['id_style', 'criteria[0] (A-1).id', '  - { id: A-1, text: Question? }'],
  ['duplicate_id', 'criteria[1] (a).id', '  - { id: a, text: One? }\n  - { id: a, text: Two? }'],
  [
    'duplicate_id',
    'sections[1].id',
    llm('Q?', ', section: s'),
    'sections: [{ id: s, title: S }, { id: s, title: T }]',
  ],
  [
    'duplicate_text',
    'criteria[1] (b).text',
    '  - { id: a, text: One thing? }\n  - { id: b, text: "one, THING" }',
  ],
  ['unknown_section', 'criteria[0] (a).section', llm('Q?', ', section: x')],
  [
    'empty_section',
    'sections[1]',
    llm('Q?', ', section: s'),
    'sections: [{ id: s, title: S }, { id: t, title: T }]',
  ],
  [
    'section_weights_mixed',
    'sections',
    '  - { id: a, text: A?, section: s }\n  - { id: b, text: B?, section: t }',
    'sections: [{ id: s, title: S, weight: 1 }, { id: t, title: T }]',
  ],
  [
    'criterion_outside_sections',
    'criteria[1] (b)',
    '  - { id: a, text: A?, section: s }\n  - { id: b, text: B? }',
    'sections: [{ id: s, title: S }]',
  ],
  ['weight_all_zero', 'criteria', llm('Q?', ', weight: 0')],
  [
    'weight_all_zero',
    'sections',
    llm('Q?', ', section: s, weight: 0'),
    'sections: [{ id: s, title: S, weight: 1 }]',
  ],
  ['weights_not_100', 'criteria', llm('Q?', ', weight: 99')],
  ['required_with_na', 'criteria[0] (a).na_allowed', llm('Q?', ', required: true, na_allowed: true')],
  ['critical_without_section', 'criteria[0] (a).critical', rule('{ any_of: [x] }', ', critical: section')],
  ['critical_llm', 'criteria[0] (a).critical', llm('Q?', ', critical: form')],
  ['double_question', 'criteria[0] (a).text', llm('Did the agent greet and thank the customer?')],
  ['vague_word', 'criteria[0] (a).text', llm('Was the tone appropriate?')],
  [
    'polarity_wording',
    'criteria[0] (a).text',
    llm('Did the agent greet the customer?', ', polarity: negative'),
  ],
  ['polarity_wording', 'criteria[0] (a).text', llm('Did the agent fail to greet?')],
  [
    'double_negative',
    'criteria[0] (a).polarity',
    rule('{ none_of: [x] }', ', text: Forbidden?, polarity: negative').replace('text: Question?, ', ''),
  ],
  [
    'pattern_invalid',
    'criteria[0] (a).rule.any_of[0].patterns[0]',
    rule("{ any_of: [{ patterns: ['(a'] }] }"),
  ],
  [
    'pattern_invalid',
    'criteria[0] (a).rule.any_of[0].patterns[0]',
    rule("{ any_of: [{ patterns: ['(a)\\1'] }] }"),
  ],
  [
    'pattern_matches_empty',
    'criteria[0] (a).rule.none_of[0].patterns[0]',
    rule("{ none_of: [{ patterns: ['a*'] }] }"),
  ],
  ['phrase_never_matches', 'criteria[0] (a).rule.all_of[1].phrases[0]', rule("{ all_of: [x, '?!'] }")],
  [
    'phrase_never_matches',
    'criteria[0] (a).applies_when.said.any_of[0].phrases[0]',
    llm('Q?', ", applies_when: { said: { any_of: ['...'] } }"),
  ],
  [
    'phrase_redundant',
    'criteria[0] (a).rule.any_of[1].phrases[0]',
    rule('{ any_of: [thank you, thank you very much] }'),
  ],
  [
    'phrase_redundant',
    'criteria[0] (a).rule.any_of[1].phrases[0]',
    rule('{ any_of: [thank you, "Thank you!"] }'),
  ],
  ['at_least_impossible', 'criteria[0] (a).rule.at_least', rule('{ any_of: [x, y], at_least: 3 }')],
  ['at_least_unused', 'criteria[0] (a).rule.at_least', rule('{ all_of: [x, y], at_least: 1 }')],
  ['order_of_one', 'criteria[0] (a).rule.in_order', rule('{ in_order: [x] }')],
  [
    'window_unused',
    'criteria[0] (a).rule.within.of',
    rule('{ said_by: any, any_of: [x], within: { first_turns: 1, of: speaker } }'),
  ],
  [
    'partial_credit_unused',
    'criteria[0] (a).rule.partial_credit',
    rule('{ any_of: [x, y], partial_credit: true }'),
  ],
  ['threshold_impossible', 'criteria[0] (a).metric', metric('{ measure: duration_seconds, min: 3, max: 2 }')],
  ['threshold_impossible', 'criteria[0] (a).metric', metric('{ measure: duration_seconds, max: -1 }')],
  [
    'threshold_impossible',
    'criteria[0] (a).metric',
    metric('{ measure: silence_share, max: 25 }', ', applies_when: { channel: voice }'),
  ],
  [
    'threshold_impossible',
    'criteria[0] (a).metric',
    metric('{ measure: duration_seconds, full_at: 3, zero_at: 3 }'),
  ],
  ['threshold_idle', 'criteria[0] (a).metric', metric('{ measure: duration_seconds, min: 0 }')],
  [
    'threshold_idle',
    'criteria[0] (a).metric',
    metric('{ measure: silence_share, max: 1 }', ', applies_when: { channel: voice }'),
  ],
  [
    'metric_channel',
    'criteria[0] (a).metric.measure',
    metric('{ measure: silence_share, max: 0.2 }', ', required: true'),
  ],
  [
    'metric_never_applies',
    'criteria[0] (a).applies_when.channel',
    metric('{ measure: silence_share, max: 0.2 }', ', applies_when: { channel: chat }'),
  ],
  ['band_range', 'bands[1].min', llm('Q?'), 'bands: [{ name: a, min: 0 }, { name: b, min: 101 }]'],
  ['band_overlap', 'bands[1].min', llm('Q?'), 'bands: [{ name: a, min: 0 }, { name: b, min: 0 }]'],
  ['band_duplicate_name', 'bands[1].name', llm('Q?'), 'bands: [{ name: a, min: 0 }, { name: a, min: 9 }]'],
  ['band_not_from_zero', 'bands', llm('Q?'), 'bands: [{ name: a, min: 5 }]'],
  ['pass_mark_range', 'pass_mark', llm('Q?'), 'pass_mark: 120'],
  [
    'pass_mark_off_band',
    'pass_mark',
    llm('Q?'),
    'bands: [{ name: a, min: 0 }, { name: b, min: 80 }]\npass_mark: 75',
  ],
];

describe('lint', () => {
  it.each(CASES)('finds %s at %s: %#', (code, where, criteria, more) => {
    const [finding, ...others] = findings(criteria, more).filter((each) => each.code === code);
    expect(finding).toMatchObject({
      code,
      where,
      severity: LINT_CODES[code as keyof typeof LINT_CODES],
      line: null,
    });
    expect(finding?.message).toMatch(/^\S.{10,}\.$/);
    expect(finding?.fix).toMatch(/^\S.{5,}\.$/);
    expect(others).toEqual([]);
  });

  it('has a case here for every code', () => {
    const shown = new Set([...CASES.map(([code]) => code), 'form_id_style', 'form_unreadable']);
    expect(Object.keys(LINT_CODES).filter((code) => !shown.has(code))).toEqual([]);
  });

  it('finds a form id that cannot stand in an address', () => {
    expect(
      lintForm({ ...parseForm('form_id: f\ncriteria: [{ id: a, text: Q? }]'), form_id: 'A form' }),
    ).toMatchObject([
      { code: 'form_id_style', severity: 'error', where: 'form_id' },
      { code: 'weights_not_100' },
    ]);
  });

  it.each<[string, string, string?]>([
    ['two things that are one', llm('Were the terms and conditions read?')],
    ['a vague word with guidance', llm('Was the tone appropriate?', ', guidance: Warm words.')],
    [
      'a vague word that a rule makes exact',
      rule('{ any_of: [x] }').replace('Question?', 'Was the greeting good?'),
    ],
    ['a bad thing avoided', llm('Did the agent avoid interrupting the customer? Or not interrupt?')],
    [
      'a bad thing with negative polarity',
      llm('Did the agent interrupt the customer?', ', polarity: negative'),
    ],
    ['a longer phrase of someone else', rule('{ any_of: [x, { phrases: [x y], said_by: customer }] }')],
    ['a longer phrase with at_least', rule('{ any_of: [x, x y], at_least: 2 }')],
    ['a phrase inside a longer word', rule('{ any_of: [hi, this] }')],
    [
      'a required measure that is asked for its channel',
      metric('{ measure: silence_share, max: 0.2 }', ', required: true, applies_when: { channel: voice }'),
    ],
    ['bands from 0 up', llm('Q?'), 'bands: [{ name: a, min: 80 }, { name: b, min: 0 }]\npass_mark: 80'],
  ])('has nothing against %s', (_, criteria, more = '') => {
    expect(codes(criteria, more)).toEqual([]);
  });

  it('looks at wordings in English only', () => {
    expect(codes(llm('Avoid this and that properly?'), 'language: de')).toEqual([]);
    expect(codes(llm('Was this and that done?'), 'language: en-GB')).toEqual(['double_question']);
  });

  it('has nothing against weights that add up to 100, even in tenths', () => {
    const tenths = Array.from({ length: 10 }, (_, i) => `  - { id: a${i}, text: Q${i}?, weight: 10.0 }`).join(
      '\n',
    );
    expect(findings(tenths)).toEqual([]);
  });

  it('gives errors first', () => {
    const mixed = findings('  - { id: A, text: Was it good?, weight: 0 }');
    expect(mixed.map(({ severity }) => severity)).toEqual(['error', 'warning', 'warning']);
  });
});

describe('lint of a text', () => {
  it('tells the line', () => {
    const text =
      'form_id: f\ncriteria:\n  - id: a\n    text: Q?\n    rule:\n      any_of:\n        - x\n        - x\n';
    expect(lintFormText(text).map(({ code, line }) => [code, line])).toEqual([
      ['phrase_redundant', 8],
      ['weights_not_100', 3],
    ]);
    expect(lintFormText('[\n{"id": "a", "text": "Was it good?"}]', 'f')[0]).toMatchObject({
      code: 'vague_word',
      line: 2,
    });
  });

  it('finds what cannot be read, instead of throwing', () => {
    expect(lintFormText('form_id: f\ncriteria:\n  - id: a\n    text: Q?\n    weight: x')).toEqual([
      {
        severity: 'error',
        code: 'form_unreadable',
        where: 'criteria[0].weight',
        path: [],
        message: 'It must be a number.',
        fix: 'docs/forms.md lists every key.',
        line: 5,
      },
    ]);
  });
});
