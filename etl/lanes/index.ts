/** How much of one kind of work runs at a time, in this process. */
export { eachOf } from './each-of.ts';
export { Turnstile } from './turnstile.ts';
