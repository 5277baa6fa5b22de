import type { JSX } from 'preact';
import { change } from '../view.ts';

interface SegmentsProps {
  /** What is chosen here, for those who hear the page. */
  readonly name: string;
  /** The part of the address that the choice stands in. */
  readonly parameter: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: string;
  readonly search: URLSearchParams;
}

/** A choice of one of a few, all of them visible. */
export function Segments({ name, parameter, options, chosen, search }: SegmentsProps): JSX.Element {
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{name}</legend>
      {options.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === chosen}
          onClick={() => change(search, { [parameter]: id })}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
