import { PatternRefused } from '../errors.ts';
import type { Assertion, Node } from './parse.ts';

/** A step of a program. `fork` goes on at both places, the first preferred. */
export type Step =
  | { readonly type: 'one'; readonly accepts: (codePoint: string) => boolean }
  | { readonly type: 'assert'; readonly what: Assertion }
  | { readonly type: 'fork'; readonly first: number; readonly second: number }
  | { readonly type: 'jump'; readonly to: number }
  | { readonly type: 'found' };

/** A pattern as a program for a machine that reads a text once (Thompson 1968, as R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009). */
export type Program = readonly Step[];

/** Bounds the work a character of text can cost. Counted repetitions are written out, so they count as often as they repeat. */
const MAX_STEPS = 1000;

/**
 * Compiles a tree into a program.
 * @throws {PatternRefused} when the program would be too long
 */
export function programOf(node: Node): Program {
  const steps: Step[] = [];
  emit(steps, node);
  add(steps, { type: 'found' });
  return steps;
}

function emit(steps: Step[], node: Node): void {
  switch (node.type) {
    case 'one':
      add(steps, { type: 'one', accepts: acceptor(node.source) });
      return;
    case 'assert':
      add(steps, node);
      return;
    case 'sequence':
      for (const item of node.items) emit(steps, item);
      return;
    case 'choice':
      emitChoice(steps, node.options);
      return;
    case 'repeat':
      emitRepeat(steps, node);
  }
}

function emitChoice(steps: Step[], options: readonly Node[]): void {
  const jumps: number[] = [];
  for (const [i, option] of options.entries()) {
    if (i === options.length - 1) emit(steps, option);
    else {
      const fork = reserve(steps);
      emit(steps, option);
      jumps.push(reserve(steps));
      steps[fork] = { type: 'fork', first: fork + 1, second: steps.length };
    }
  }
  for (const jump of jumps) steps[jump] = { type: 'jump', to: steps.length };
}

function emitRepeat(steps: Step[], { item, min, max, lazy }: Extract<Node, { type: 'repeat' }>): void {
  const before = steps.length;
  for (let i = 0; i < min; i += 1) {
    emit(steps, item);
    // Nothing, repeated, is nothing; nested it would take for ever to write out.
    if (steps.length === before) return;
  }
  if (max === Infinity) {
    const fork = reserve(steps);
    emit(steps, item);
    add(steps, { type: 'jump', to: fork });
    steps[fork] = forkOf(fork + 1, steps.length, lazy);
    return;
  }
  const forks: number[] = [];
  for (let i = min; i < max; i += 1) {
    forks.push(reserve(steps));
    emit(steps, item);
  }
  for (const fork of forks) steps[fork] = forkOf(fork + 1, steps.length, lazy);
}

const forkOf = (into: number, past: number, lazy: boolean): Step =>
  lazy ? { type: 'fork', first: past, second: into } : { type: 'fork', first: into, second: past };

/** A place that is filled in once it is known where it leads. */
function reserve(steps: Step[]): number {
  add(steps, { type: 'found' });
  return steps.length - 1;
}

function add(steps: Step[], step: Step): void {
  if (steps.length >= MAX_STEPS)
    throw new PatternRefused(`too large: its repetitions come to more than ${MAX_STEPS} steps`, 0);
  steps.push(step);
}

function acceptor(source: string): (codePoint: string) => boolean {
  const expression = new RegExp(`^(?:${source})$`, 'iu');
  const known = new Map<string, boolean>();
  return (codePoint) => {
    const before = known.get(codePoint);
    if (before !== undefined) return before;
    const accepted = expression.test(codePoint);
    known.set(codePoint, accepted);
    return accepted;
  };
}
