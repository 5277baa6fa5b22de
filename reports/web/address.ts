import { useEffect, useState } from 'preact/hooks';

/** Where the reader is: the path, and the filters in the query. */
export interface Address {
  readonly path: string;
  readonly search: URLSearchParams;
}

const here = (): Address => ({ path: location.pathname, search: new URLSearchParams(location.search) });
const listeners = new Set<() => void>();
const announce = () => {
  for (const listener of listeners) listener();
};

/** Goes to an address of this page without loading it anew; `replace` keeps the way back as it was. */
export function go(href: string, { replace = false, keepScroll = false } = {}): void {
  history.replaceState({ scroll: scrollY }, '');
  if (replace) history.replaceState({ scroll: scrollY }, '', href);
  else history.pushState({ scroll: 0 }, '', href);
  announce();
  if (!keepScroll) scrollTo(0, 0);
}

/** The current address; renders again whenever it changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const update = () => setAddress(here());
    listeners.add(update);
    addEventListener('popstate', update);
    return () => {
      listeners.delete(update);
      removeEventListener('popstate', update);
    };
  }, []);
  return address;
}

/** After "back", returns to where the reader was, once the page has its height again. */
export function restoreScroll(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', (event) => {
    const state: unknown = event.state;
    const top = typeof state === 'object' && state !== null && 'scroll' in state ? Number(state.scroll) : 0;
    setTimeout(() => scrollTo(0, top), 60);
  });
}
