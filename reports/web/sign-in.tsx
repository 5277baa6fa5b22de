import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ListedPerson } from '../api/index.ts';
import { announceReader, forget, RequestFailed, request, useAnswer } from './client.ts';
import { nextAddress } from './next-address.ts';
import { Failure } from './parts/failure.tsx';
import { Icon, Logo } from './parts/icons.tsx';
import { ThemeToggle } from './parts/theme-toggle.tsx';

/** The local sign-in: who are you? */
export function SignIn(): JSX.Element {
  const { value: people, failure, retry } = useAnswer<readonly ListedPerson[]>('/api/people');
  const [refused, setRefused] = useState<RequestFailed['failure'] | null>(null);
  useEffect(() => {
    document.title = 'Sign in · CCI Lake';
  }, []);
  const signIn = async (id: string) => {
    try {
      await request('POST', '/api/session', { person: id });
      forget();
      announceReader();
      location.assign(nextAddress(location.search, location.origin));
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      setRefused(error.failure);
    }
  };
  return (
    <main class="sign-in" id="main">
      <div class="sign-in-card">
        <div class="sign-in-head">
          <Logo />
          <ThemeToggle />
        </div>
        <h1>Sign in</h1>
        <p class="muted">Choose your company. You see its calls only.</p>
        {failure && <Failure failure={failure} retry={retry} />}
        {refused && <Failure failure={refused} />}
        {people?.length === 0 && (
          <p class="notice">Nobody may sign in yet. Add a tenant first: cci tenants add.</p>
        )}
        <ul class="people">
          {people?.map((person) => (
            <li key={person.id}>
              <button type="button" onClick={() => signIn(person.id)}>
                <span class="avatar" aria-hidden="true">
                  {initials(person.tenant_name)}
                </span>
                <span class="person">
                  <strong>{person.tenant_name}</strong>
                  <span class="muted">
                    {person.name} · {person.role}
                  </span>
                </span>
                <Icon name="next" />
              </button>
            </li>
          ))}
        </ul>
        <p class="muted small">
          This is the sign-in of a local installation: it asks for no password and answers on this machine
          only.
        </p>
      </div>
    </main>
  );
}

/** First letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => (word ? ([...word][0] ?? '') : '')).join('');
}
