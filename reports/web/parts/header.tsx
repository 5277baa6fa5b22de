import type { JSX } from 'preact';
import type { SessionAnswer } from '../../api/index.ts';
import { announceReader, forget, request } from '../client.ts';
import { Icon, Logo } from './icons.tsx';
import { Link } from './link.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** The bar at the top: product, tenant, reader. */
export function Header({ session }: { session: SessionAnswer }): JSX.Element {
  const signOut = async () => {
    await request('DELETE', '/api/session').catch(() => null);
    forget();
    announceReader();
    location.assign('/sign-in');
  };
  return (
    <header class="header">
      <Link href="/" class="home" label="CCI Lake, to the dashboard">
        <Logo />
      </Link>
      <span class="tenant" data-testid="tenant">
        {session.tenant.name}
      </span>
      <span class="reader">
        <strong>{session.person.name}</strong>
        <span class="muted">{session.person.role}</span>
      </span>
      <ThemeToggle />
      <button type="button" class="icon-button" aria-label="Sign out" title="Sign out" onClick={signOut}>
        <Icon name="leave" />
      </button>
    </header>
  );
}
