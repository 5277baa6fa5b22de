import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** The theme that is shown: the one chosen, else the system's. */
function current(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return systemDark.matches ? 'dark' : 'light';
}

/** Shows a theme and remembers it for this browser. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('cci-theme', theme);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** The theme that is shown; renders again when it changes. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    const update = () => setTheme(current());
    listeners.add(update);
    systemDark.addEventListener('change', update);
    return () => {
      listeners.delete(update);
      systemDark.removeEventListener('change', update);
    };
  }, []);
  return theme;
}

/** Reads colour tokens as the colours that they are now, for what is drawn rather than styled. */
export function tokenColours<N extends string>(names: readonly N[]): { readonly [K in N]: string } {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as { [K in N]: string };
}
