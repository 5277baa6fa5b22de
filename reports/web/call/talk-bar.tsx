import type { JSX } from 'preact';
import type { CallAnswer } from '../../api/index.ts';
import { useFormats } from '../formats.ts';

/** Who spoke how long, and how long nobody did; nothing where that was not measured. */
export function TalkBar({ call }: { call: CallAnswer }): JSX.Element | null {
  const formats = useFormats();
  const talk = call.transcript?.talk_time_ms;
  if (!talk) return null;
  const parts = [
    { id: 'agent', label: 'Agent', ms: talk.AGENT },
    { id: 'customer', label: 'Customer', ms: talk.CUSTOMER },
    { id: 'silence', label: 'Silence', ms: call.transcript?.silence_ms ?? 0 },
  ];
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  if (total === 0) return null;
  const interruptions = call.transcript?.interruptions;
  return (
    <div class="talk">
      <div class="talk-bar" aria-hidden="true">
        {parts.map(({ id, ms }) => (
          <span key={id} class={`talk-${id}`} style={{ width: `${(100 * ms) / total}%` }} />
        ))}
      </div>
      <ul class="legend">
        {parts.map(({ id, label, ms }) => (
          <li key={id}>
            <span class={`dot talk-${id}`} />
            {label} {formats.clock(ms)}
          </li>
        ))}
        {interruptions !== null && interruptions !== undefined && <li>Interruptions {interruptions}</li>}
      </ul>
    </div>
  );
}
