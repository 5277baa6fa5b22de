import type { JSX } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import type { SessionAnswer } from '../api/index.ts';
import { restoreScroll, useAddress } from './address.ts';
import { CallPage } from './call/call-page.tsx';
import { followReader, useAnswer } from './client.ts';
import { FormatsContext, formatsOf } from './formats.ts';
import { Overview } from './overview.tsx';
import { Failure } from './parts/failure.tsx';
import { Header } from './parts/header.tsx';
import { Link } from './parts/link.tsx';
import { SignIn } from './sign-in.tsx';

const BROKEN = {
  code: 'page_broken',
  message: 'This page stumbled over what it was to show.',
  hint: 'Try again, or go back to the dashboard. The numbers themselves are not affected.',
} as const;

/** The page as a whole: which of its addresses is shown, for whom. */
export function App(): JSX.Element {
  const { path } = useAddress();
  const [broken, retry] = useErrorBoundary();
  useEffect(restoreScroll, []);
  useEffect(followReader, []);
  if (broken) return <Failure failure={BROKEN} retry={retry} />;
  return path === '/sign-in' ? <SignIn /> : <SignedIn path={path} />;
}

function SignedIn({ path }: { path: string }): JSX.Element | null {
  const { value: session, failure, retry } = useAnswer<SessionAnswer>('/api/session');
  if (failure) return <Failure failure={failure} retry={retry} />;
  if (session === null) return null;
  const call = /^\/calls\/([^/]+)$/.exec(path)?.[1];
  return (
    <FormatsContext.Provider value={formatsOf(session.tenant.language, session.tenant.time_zone)}>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <Header session={session} />
      <main id="main">
        {path === '/' ? (
          <Overview session={session} />
        ) : call === undefined ? (
          <Nowhere />
        ) : (
          <CallPage id={decoded(call)} />
        )}
      </main>
    </FormatsContext.Provider>
  );
}

function Nowhere(): JSX.Element {
  useEffect(() => {
    document.title = 'Nothing here · CCI Lake';
  }, []);
  return (
    <div class="nowhere" data-testid="nowhere">
      <h1>There is nothing at this address</h1>
      <p>
        Perhaps it was copied in part. <Link href="/">To the dashboard</Link>
      </p>
    </div>
  );
}

/** A part of an address as it was meant; as it stands when it is not percent-encoded text. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
