import type { JSX } from 'preact';
import { chooseTheme, useTheme } from '../theme.ts';
import { Icon } from './icons.tsx';

/** Switches between the light and the dark theme. */
export function ThemeToggle(): JSX.Element {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  const label = `Switch to the ${other} theme`;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => chooseTheme(other)}
    >
      <Icon name={other === 'dark' ? 'moon' : 'sun'} />
    </button>
  );
}
