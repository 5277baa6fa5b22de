import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Choices } from '../../api/index.ts';
import type { DashboardSpec } from '../../dashboards/index.ts';
import { useFormats } from '../formats.ts';
import { Popover } from '../parts/popover.tsx';
import { change } from '../view.ts';
import { choiceLabel, isNamesake, toldApart } from './labels.ts';

type Filter = DashboardSpec['filters'][number];
type Value = Choices['values'][Filter['id']][number];

interface ChoiceMenuProps {
  readonly filter: Filter;
  readonly values: readonly Value[];
  readonly search: URLSearchParams;
}

/** Choosing any number of a filter's values. */
export function ChoiceMenu({ filter, values, search }: ChoiceMenuProps): JSX.Element {
  const chosen = search.getAll(filter.id);
  const set = (next: readonly string[]) => change(search, { [filter.id]: next });
  return (
    <Popover label={filter.label} value={summary(filter, values, chosen)} active={chosen.length > 0}>
      {() => <ChoiceList filter={filter} values={values} chosen={chosen} set={set} />}
    </Popover>
  );
}

interface ChoiceListProps {
  readonly filter: Filter;
  readonly values: readonly Value[];
  readonly chosen: readonly string[];
  readonly set: (next: readonly string[]) => void;
}

function ChoiceList({ filter, values, chosen, set }: ChoiceListProps): JSX.Element {
  const formats = useFormats();
  const [sought, setSought] = useState('');
  const name = useId();
  const shown = values.filter((value) => matches(choiceLabel(filter.id, value), sought));
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">{filter.label}</legend>
      {values.length > 8 && (
        <input
          type="search"
          aria-label={`Find ${filter.plural}`}
          placeholder={`Find ${filter.plural}`}
          value={sought}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      )}
      <div class="choice-list">
        {shown.map((value) => {
          const key = value.value ?? '';
          const toggle = () =>
            set(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
          return (
            <label key={key} class="choice">
              <input
                type="checkbox"
                name={name}
                value={key}
                checked={chosen.includes(key)}
                onChange={toggle}
              />
              <span class="choice-name">
                {choiceLabel(filter.id, value)}
                {filter.id === 'agent' && isNamesake(named(value), values.map(named)) && (
                  <span class="muted"> ({toldApart(named(value))})</span>
                )}
              </span>
              <span class="count">{formats.number(value.calls, 'integer')}</span>
            </label>
          );
        })}
        {shown.length === 0 && <p class="muted small">Nothing to choose.</p>}
      </div>
      <button type="button" class="button quiet" disabled={chosen.length === 0} onClick={() => set([])}>
        All {filter.plural}
      </button>
    </fieldset>
  );
}

function summary(filter: Filter, values: readonly Value[], chosen: readonly string[]): string {
  const [first] = chosen;
  if (first === undefined) return 'All';
  if (chosen.length > 1) return `${chosen.length} ${filter.plural}`;
  const value = values.find((each) => (each.value ?? '') === first);
  return value ? choiceLabel(filter.id, value) : first || 'Not known';
}

const named = ({ value, label }: Value) => ({ id: value, name: label });

const matches = (label: string, sought: string): boolean =>
  label.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
