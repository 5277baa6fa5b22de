import type { JSX } from 'preact';
import type { Outcome } from '../../../pipeline/contract/index.ts';
import { Icon, type IconName } from '../parts/icons.tsx';

const BADGES: { readonly [O in Outcome]: { readonly icon: IconName; readonly label: string } } = {
  pass: { icon: 'check', label: 'Pass' },
  partial: { icon: 'half', label: 'Partial' },
  fail: { icon: 'close', label: 'Fail' },
  not_applicable: { icon: 'minus', label: 'N/A' },
  undetermined: { icon: 'question', label: 'Undetermined' },
};

/** An outcome by word, sign and colour. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }): JSX.Element {
  const { icon, label } = BADGES[outcome];
  return (
    <span class={`badge ${outcome}`}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
