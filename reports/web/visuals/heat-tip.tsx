import type { JSX } from 'preact';
import { type Formats, NONE, useFormats } from '../formats.ts';
import type { Cell, Look } from './heat-grid.ts';

/** What is said of a cell while it is pointed at. */
export interface Tip {
  readonly agent: string;
  readonly question: string;
  readonly cell: Cell | null;
  readonly look: Look;
  readonly place: DOMRect;
}

/** A cell's text: short to read, whole to hear. */
export function cellText(
  look: Look,
  formats: Formats,
): { readonly written: string; readonly spoken: string } {
  if (look === 'undetermined') return { written: '?', spoken: 'undetermined' };
  if (look === 'not_applicable') return { written: 'n/a', spoken: 'not applicable' };
  if (look === 'none') return { written: NONE, spoken: 'no answers' };
  const spoken = `${formats.number(look.share, 'share')} passed${look.faint ? ', few answers' : ''}`;
  return { written: formats.number(100 * look.share, 'integer'), spoken };
}

const OUTCOMES = [
  ['pass', 'passed'],
  ['partial', 'partly passed'],
  ['fail', 'failed'],
  ['not_applicable', 'not applicable'],
  ['undetermined', 'undetermined'],
] as const;

/** The counts behind a cell, beside the pointer. What is in it is always text. */
export function HeatTip({ tip }: { tip: Tip }): JSX.Element {
  const formats = useFormats();
  const { place, cell } = tip;
  const above = place.top > 220;
  const left = Math.min(Math.max(place.left + place.width / 2, 130), innerWidth - 130);
  const style = { left: `${left}px`, top: `${above ? place.top - 8 : place.bottom + 8}px` };
  return (
    <div class={above ? 'tip above' : 'tip'} style={style} aria-hidden="true" data-testid="heat-tip">
      <strong>{tip.agent}</strong>
      <span>{tip.question}</span>
      {cell === null && <span class="muted">No answers.</span>}
      {cell !== null && (
        <dl>
          {OUTCOMES.filter(([outcome]) => (cell[outcome] ?? 0) > 0).map(([outcome, label]) => (
            <div key={outcome}>
              <dt>{label}</dt>
              <dd>{formats.number(cell[outcome], 'integer')}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

const SWATCHES = ['< 50', '50', '60', '70', '80', '90', '95+'] as const;

/** What the colours mean. */
export function HeatLegend({ faintBelow }: { faintBelow: number }): JSX.Element {
  return (
    <ul class="legend">
      <li class="legend-scale">
        <span>Pass rate, %</span>
        {SWATCHES.map((label, step) => (
          <span key={label} class={`swatch step-${step}`}>
            {label}
          </span>
        ))}
      </li>
      <li>
        <span class="swatch step-5 faint">94</span> fewer than {faintBelow} answers
      </li>
      <li>
        <span class="swatch undetermined">?</span> undetermined
      </li>
      <li>
        <span class="swatch not_applicable">n/a</span> not applicable
      </li>
    </ul>
  );
}
