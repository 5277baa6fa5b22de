import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Loading } from '../client.ts';
import { Failure } from './failure.tsx';
import { Help } from './help.tsx';

interface PanelProps<T> {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly answer: Loading<T> & { readonly retry: () => void };
  /** Whether there is anything to show; else `empty` is said instead. */
  readonly isEmpty: (value: T) => boolean;
  readonly empty: string;
  readonly tools?: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

/** A titled part of the dashboard that is loading, failed, empty, or shows something. */
export function Panel<T>(props: PanelProps<T>): JSX.Element {
  const heading = useId();
  const { value, loading, failure } = props.answer;
  return (
    <section
      class="panel"
      id={props.id}
      aria-labelledby={heading}
      aria-busy={loading}
      data-state={failure ? 'failed' : loading ? 'loading' : 'ready'}
    >
      <div class="panel-head">
        <h2 id={heading}>{props.title}</h2>
        <Help about={props.title}>{props.help}</Help>
        <div class="panel-tools">{props.tools}</div>
      </div>
      {failure && <Failure failure={failure} retry={props.answer.retry} />}
      {!failure && value === null && <div class="skeleton tall" />}
      {value !== null && props.isEmpty(value) && <p class="empty">{props.empty}</p>}
      {value !== null && !props.isEmpty(value) && (
        <div class={loading ? 'panel-body stale' : 'panel-body'}>{props.children(value)}</div>
      )}
    </section>
  );
}
