/** Where the reader was going, whole, since a path may begin with two slashes; only an address of this page itself. */
export function nextAddress(search: string, origin: string): string {
  const next = URL.parse(new URLSearchParams(search).get('next') ?? '/', origin);
  return next?.origin === origin && next.pathname !== '/sign-in' ? next.href : `${origin}/`;
}
