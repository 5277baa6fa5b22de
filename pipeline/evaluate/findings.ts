/** What is wrong with a form, or could be better. Errors keep it from being published. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: LintCode;
  /** Path in the form with the criterion's id, such as `criteria[2] (greeting).rule.any_of[0]`. */
  readonly where: string;
  /** The same path as keys and positions. */
  readonly path: readonly (string | number)[];
  /** One plain sentence. */
  readonly message: string;
  /** What to do about it, one plain sentence. */
  readonly fix: string;
  /** Line in the text, from 1; null when only the form's content was looked at. */
  readonly line: number | null;
}

/** Every code that lint can give, with its severity. docs/forms.md explains each. */
export const LINT_CODES = {
  form_unreadable: 'error',
  form_id_style: 'error',
  id_style: 'warning',
  duplicate_id: 'error',
  duplicate_text: 'warning',
  unknown_section: 'error',
  empty_section: 'warning',
  section_weights_mixed: 'error',
  criterion_outside_sections: 'warning',
  weight_all_zero: 'error',
  weights_not_100: 'info',
  required_with_na: 'error',
  critical_without_section: 'error',
  critical_llm: 'warning',
  double_question: 'warning',
  vague_word: 'warning',
  polarity_wording: 'warning',
  double_negative: 'warning',
  pattern_invalid: 'error',
  pattern_matches_empty: 'error',
  phrase_never_matches: 'error',
  phrase_redundant: 'warning',
  at_least_impossible: 'error',
  at_least_unused: 'error',
  order_of_one: 'error',
  window_unused: 'warning',
  partial_credit_unused: 'warning',
  threshold_impossible: 'error',
  threshold_idle: 'warning',
  metric_channel: 'warning',
  metric_never_applies: 'error',
  band_range: 'error',
  band_overlap: 'error',
  band_duplicate_name: 'error',
  band_not_from_zero: 'error',
  pass_mark_range: 'error',
  pass_mark_off_band: 'warning',
} as const satisfies Record<string, Finding['severity']>;

export type LintCode = keyof typeof LINT_CODES;

/** Whether a form with these findings may be published. */
export const isPublishable = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => finding.severity !== 'error');
