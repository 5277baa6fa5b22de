/** Who asks and whether they may: the session token, and the checks that keep other sites' pages out. */
export * from './errors.ts';
export * from './origin.ts';
export * from './session.ts';
