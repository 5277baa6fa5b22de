import type { JSX } from 'preact';
import type { Choices } from '../../api/index.ts';
import { quality } from '../../dashboards/index.ts';
import { useAddress } from '../address.ts';
import { Icon } from '../parts/icons.tsx';
import { CLEARED, change, isNarrowed } from '../view.ts';
import { ChoiceMenu } from './choice-menu.tsx';
import { PeriodMenu } from './period-menu.tsx';

/** Everything that narrows the dashboard; what is chosen stands in the address and nowhere else. */
export function FilterBar({ choices }: { choices: Choices | null }): JSX.Element {
  const { search } = useAddress();
  return (
    <search class="filters" aria-label="Filters">
      <PeriodMenu
        search={search}
        known={choices === null ? null : { first: choices.first_day, last: choices.last_day }}
      />
      {quality.filters.map((filter) => (
        <ChoiceMenu
          key={filter.id}
          filter={filter}
          values={choices?.values[filter.id] ?? []}
          search={search}
        />
      ))}
      {isNarrowed(search) && (
        <button type="button" class="filter clear" onClick={() => change(search, CLEARED)}>
          <Icon name="close" />
          Clear
        </button>
      )}
    </search>
  );
}
