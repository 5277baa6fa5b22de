import type { JSX } from 'preact';
import type { FailureBody } from '../../api/index.ts';
import { Icon } from './icons.tsx';

/** What did not work, what to do, and a way to try again where that can help. */
export function Failure(props: { failure: FailureBody['error']; retry?: () => void }): JSX.Element {
  const { failure, retry } = props;
  const text = failure.message.replace(/^[a-z]+: /, '');
  return (
    <div class="failure" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          <strong>{text.charAt(0).toUpperCase() + text.slice(1)}</strong>
          {failure.where && <span class="muted"> ({failure.where})</span>}
        </p>
        {failure.hint && <p>{failure.hint}</p>}
        {retry && failure.code !== 'question_refused' && (
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
