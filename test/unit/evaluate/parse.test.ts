import { describe, expect, it } from 'vitest';
import { FormRefused, parseForm } from '../../../pipeline/evaluate/index.ts';

/** Problems of a text as `line path: message`. */
function problems(text: string, nameHint?: string): string[] {
  try {
    parseForm(text, nameHint);
  } catch (error) {
    if (error instanceof FormRefused)
      return error.problems.map(({ line, path, message }) => `${line ?? '-'} ${path}: ${message}`);
    throw error;
  }
  return [];
}

const ONE = 'form_id: f\ncriteria:\n  - id: a\n    text: T?\n';

describe('a form', () => {
  it('gets every default, and nothing else is left out', () => {
    expect(parseForm(ONE)).toEqual({
      form_id: 'f',
      title: 'f',
      language: null,
      description: null,
      sections: [],
      criteria: [
        {
          id: 'a',
          text: 'T?',
          section: null,
          weight: 1,
          required: false,
          critical: 'none',
          na_allowed: true,
          polarity: 'positive',
          kind: 'llm',
          max_score: 1,
          rule: null,
          metric: null,
          applies_when: null,
          guidance: null,
        },
      ],
      bands: [],
      pass_mark: null,
    });
  });

  it('keeps what looks like a default to JavaScript', () => {
    const [criterion] = parseForm(`${ONE}    weight: 0\n    critical: false\npass_mark: 0\n`).criteria;
    expect(criterion).toMatchObject({ weight: 0, critical: 'none' });
    expect(parseForm(`${ONE}pass_mark: 0\n`).pass_mark).toBe(0);
  });

  it('gets kind, na_allowed and critical from what is there', () => {
    const { criteria } = parseForm(
      `${ONE}    required: true\n    critical: true\n    rule: { any_of: [hello] }\n` +
        '  - { id: b, text: T?, metric: { measure: duration_seconds, max: 9 } }\n',
    );
    expect(criteria).toMatchObject([
      {
        kind: 'rule',
        na_allowed: false,
        critical: 'form',
        rule: { said_by: 'agent', any_of: [{ phrases: ['hello'] }] },
      },
      { kind: 'metric', na_allowed: true },
    ]);
  });

  it.each([
    ['/tmp/Service Quality.yaml', 'service-quality'],
    ['C:\\forms\\Größe.YML', 'gro-e'],
    ['2024.json', 'form-2024'],
    ['QA_TEMPLATE#v1', 'qa_template-v1'],
    [`${'x'.repeat(80)}.json`, 'x'.repeat(63)],
  ])('without an id has that of its name: %s', (hint, id) => {
    expect(parseForm('[{id: a, text: T?}]', hint).form_id).toBe(id);
  });

  it('keeps its own id', () => {
    expect(parseForm(ONE, 'other.yaml').form_id).toBe('f');
  });
});

describe('a form is refused, with line and path,', () => {
  it.each([
    ['without an id', '[{id: a, text: T?}]', undefined, ['- form_id: is missing']],
    ['with an id from nothing', '[{id: a, text: T?}]', '###.json', ['- form_id: is missing']],
    ['empty', '  \n', 'f', ['- : is empty']],
    ['without criteria', 'form_id: f\ncriteria: []', undefined, ['2 criteria: must not be empty']],
    ['with criteria of another type', 'form_id: f\ncriteria: 5', undefined, ['2 criteria: must be a list']],
    ['that is a number', '5', 'f', ['- : is neither a form nor a list of criteria']],
    ['with criteria in bad JSON text', 'pk: x\ncriteria: "[{"', 'f', ['- criteria: is text, but not JSON']],
    [
      'with a misspelt key',
      `${ONE}    wieght: 2`,
      undefined,
      ['5 criteria[0].wieght: is not a key that a form has here'],
    ],
    [
      'with a version',
      `version: 3\n${ONE}`,
      undefined,
      ['1 version: is not a key that a form has here; publishing gives the next version: remove it'],
    ],
    [
      'with a number for text',
      `${ONE.replace('T?', '5')}`,
      undefined,
      ['4 criteria[0].text: must be text (put it in quotes)'],
    ],
    [
      'with text for a number',
      `${ONE}    weight: heavy`,
      undefined,
      ['5 criteria[0].weight: must be a number'],
    ],
    [
      'with a weight below 0',
      `${ONE}    weight: -1`,
      undefined,
      ['5 criteria[0].weight: must be at least 0'],
    ],
    [
      'with an infinite weight',
      `${ONE}    weight: .inf`,
      undefined,
      ['5 criteria[0].weight: must be a number'],
    ],
    [
      'with no number for a weight',
      `${ONE}    weight: .nan`,
      undefined,
      ['5 criteria[0].weight: must be a number'],
    ],
    [
      'with a max_score of 0',
      `${ONE}    max_score: 0`,
      undefined,
      ['5 criteria[0].max_score: must be more than 0'],
    ],
    [
      'with an unknown kind',
      `${ONE}    kind: magic`,
      undefined,
      ['5 criteria[0].kind: must be one of rule, metric, llm'],
    ],
    [
      'with a kind that has no definition',
      `${ONE}    kind: rule`,
      undefined,
      ['3 criteria[0].rule: kind rule and the key rule go together'],
    ],
    [
      'with two definitions',
      `${ONE}    rule: {any_of: [a]}\n    metric: {measure: duration_seconds, max: 1}`,
      undefined,
      ['6 criteria[0].metric: kind metric and the key metric go together'],
    ],
    [
      'with a rule of nothing',
      `${ONE}    rule: {}`,
      undefined,
      ['5 criteria[0].rule: needs exactly one of any_of, all_of, none_of, in_order'],
    ],
    [
      'with a rule of two lists',
      `${ONE}    rule: {any_of: [a], none_of: [b]}`,
      undefined,
      ['5 criteria[0].rule: needs exactly one of any_of, all_of, none_of, in_order'],
    ],
    [
      'with an entry of no wordings',
      `${ONE}    rule: {any_of: [{said_by: agent}]}`,
      undefined,
      ['5 criteria[0].rule.any_of[0]: needs phrases or patterns'],
    ],
    [
      'with two windows',
      `${ONE}    rule: {any_of: [a], within: {first_turns: 1, last_turns: 1}}`,
      undefined,
      [
        '5 criteria[0].rule.within: needs exactly one of first_turns, last_turns, first_seconds, last_seconds',
      ],
    ],
    [
      'with a metric without a threshold',
      `${ONE}    metric: {measure: duration_seconds}`,
      undefined,
      ['5 criteria[0].metric: needs min and/or max, or else both full_at and zero_at'],
    ],
    [
      'with half a line',
      `${ONE}    metric: {measure: duration_seconds, full_at: 3}`,
      undefined,
      ['5 criteria[0].metric: needs min and/or max, or else both full_at and zero_at'],
    ],
    [
      'with a condition of nothing',
      `${ONE}    applies_when: {}`,
      undefined,
      ['5 criteria[0].applies_when: needs at least one of channel, direction, language, said'],
    ],
    ['that is no list item', '- 5', 'f', ['1 criteria[0]: must be a set of keys with values']],
  ])('%s', (_, text, hint, expected) => {
    expect(problems(text, hint)).toEqual(expected);
  });

  it.each([
    ['the same key twice in YAML', 'form_id: f\nform_id: g', '2'],
    ['the same key twice in JSON', '{"form_id": "f",\n"form_id": "g"}', '2'],
    ['an unclosed list', 'criteria: [', '1'],
    ['two documents', 'a: 1\n---\nb: 2', '2'],
    ['an alias of nothing', 'a: *b', '-'],
  ])('as neither YAML nor JSON: %s', (_, text, line) => {
    const [problem] = problems(text, 'f');
    expect(problem).toMatch(/YAML or JSON/);
    expect(problem?.startsWith(line)).toBe(true);
  });

  it.each([
    ['deeply nested', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['very long', `${ONE}# ${'x'.repeat(1_000_001)}`],
    [
      'blown up by aliases',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`,
    ],
  ])('without taking long: %s', (_, text) => {
    expect(problems(text, 'f')).toHaveLength(1);
  });

  it('with all problems at once, and a message that holds the first', () => {
    const text = `${ONE}    weight: -1\n    colour: red`;
    expect(problems(text)).toHaveLength(2);
    expect(() => parseForm(text)).toThrow(
      'evaluate: form cannot be read: line 5, criteria[0].weight: must be at least 0 (and 1 more)',
    );
  });
});
