import type { JSX } from 'preact';
import type { ChecksAnswer, FailedCheck } from '../../api/index.ts';
import { useFormats } from '../formats.ts';
import { Icon } from '../parts/icons.tsx';
import { checksWords, foundWords, rest } from './words.ts';

/** One quiet line beside the title: whether the data is sound, and when that was looked at. */
export function ChecksLine({ checks }: { checks: ChecksAnswer }): JSX.Element {
  const formats = useFormats();
  const { checked_at: checkedAt, is_current: isCurrent, errors, warnings } = checks;
  const state = errors > 0 ? 'error' : warnings > 0 ? 'warning' : checkedAt === null ? 'none' : 'sound';
  return (
    <p class={`checks-line ${state}`} data-testid="checks" data-state={state}>
      {state !== 'none' && <Icon name={state === 'sound' ? 'check' : 'warning'} />}
      <span>
        {checksWords(checks)}
        {checkedAt !== null && <span class="muted"> · {formats.instant(checkedAt)}</span>}
        {checkedAt !== null && !isCurrent && <span class="muted"> · before the latest change</span>}
      </span>
    </p>
  );
}

/** Said when the results cannot be had: that is no good news. */
export const ChecksUnknown = (): JSX.Element => (
  <p class="checks-line warning" data-testid="checks" data-state="unknown">
    <Icon name="warning" />
    <span>Nobody knows what the checks found</span>
  </p>
);

/** What failed, and what to do; nothing when all is well. Errors stand open, warnings wait to be opened. */
export function ChecksNotice({ checks }: { checks: ChecksAnswer }): JSX.Element | null {
  const { errors, warnings, failed } = checks;
  if (failed.length === 0) return null;
  const more = rest(checks);
  return (
    <details class={errors > 0 ? 'checks-notice error' : 'checks-notice'} open={errors > 0}>
      <summary>
        {errors > 0
          ? `Do not rely on these numbers yet: ${errors === 1 ? 'a check of the data has' : `${errors} checks of the data have`} failed.`
          : `The numbers can be used. ${warnings === 1 ? 'One thing is' : `${warnings} things are`} worth a look.`}
      </summary>
      <ul>
        {failed.map((each) => (
          <FailedItem key={each.check} failed={each} />
        ))}
      </ul>
      {more > 0 && (
        <p class="muted">
          And {more} more: <code>cci checks run</code> lists all of them.
        </p>
      )}
    </details>
  );
}

function FailedItem({ failed }: { failed: FailedCheck }): JSX.Element {
  return (
    <li data-testid="failed-check">
      <p>
        <span class={`tag checks-${failed.severity}`}>{failed.severity}</span>{' '}
        <strong>{failed.promise}</strong> <span class="muted">{foundWords(failed)}</span>
      </p>
      <p class="checks-advice">{failed.advice}</p>
      <p class="muted checks-name">{failed.check}</p>
    </li>
  );
}
