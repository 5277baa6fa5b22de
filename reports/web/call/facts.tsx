import type { JSX } from 'preact';
import type { CallAnswer } from '../../api/index.ts';
import { type Formats, NONE, useFormats } from '../formats.ts';

const CAPITAL = (word: string | null): string =>
  word ? word.charAt(0).toUpperCase() + word.slice(1).toLowerCase() : NONE;

/** What is known of the call besides its words. */
export function Facts({ call }: { call: CallAnswer }): JSX.Element {
  const formats = useFormats();
  return (
    <dl class="facts panel" aria-label="Facts">
      {factsOf(call, formats).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(call: CallAnswer, formats: Formats): readonly (readonly [string, string])[] {
  const origin = call.started_at_origin === 'first_ingest' ? ' (time of arrival)' : '';
  const agent = call.agent?.name ?? call.agent?.id ?? 'Not known';
  return [
    ['Call', call.call_id],
    ['Started', `${formats.instant(call.started_at)}${origin}`],
    ['Length', formats.number(call.duration_seconds, 'duration')],
    ['Agent', call.agent?.team ? `${agent} (${call.agent.team})` : agent],
    ['Queue', call.queue ?? NONE],
    ['Channel', [CAPITAL(call.channel), call.direction].filter((part) => part !== null).join(', ')],
    ['Customer', call.customer?.ref ?? NONE],
    ['Language', call.language ?? NONE],
    ['Sentiment', CAPITAL(call.sentiment?.overall ?? null)],
    ['Source', call.source.provider],
    [
      'Personal data',
      call.source.pii_redacted ? `redacted by ${call.source.redacted_by ?? 'the source'}` : 'not redacted',
    ],
  ];
}
