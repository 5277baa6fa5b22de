import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icons.tsx';

/** A question mark that says, on hover and focus, what a number counts. */
export function Help({ about, children }: { about: string; children: ComponentChildren }): JSX.Element {
  const id = useId();
  return (
    <span class="help">
      <button type="button" aria-label={`What is: ${about}`} aria-describedby={id}>
        <Icon name="question" />
      </button>
      <span role="tooltip" id={id}>
        {children}
      </span>
    </span>
  );
}
