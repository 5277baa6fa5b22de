import type { Passage } from '../spoken-text.ts';
import type { Program } from './compile.ts';
import type { Assertion } from './parse.ts';

/** Places in the program that are alive at one position of the text, the preferred first, each with where its match began. */
interface Threads {
  readonly places: number[];
  readonly starts: number[];
  /** For every place, the position at which it was last added. */
  readonly addedAt: Int32Array;
}

/**
 * First match at or after a code point; where several begin there, the one that JavaScript would find. Empty matches do not count.
 * Takes at most (length of text) × (length of program) steps.
 */
export function findPattern(program: Program, text: readonly string[], from = 0): Passage | null {
  let now = threadsFor(program);
  let next = threadsFor(program);
  let best: Passage | null = null;
  for (let at = from; at <= text.length; at += 1) {
    if (best === null) addThread({ program, text, threads: now, at, start: at }, 0);
    if (best !== null && now.places.length === 0) break;
    best = step({ program, text, now, next, at }) ?? best;
    now.places.length = 0;
    now.starts.length = 0;
    [now, next] = [next, now];
  }
  return best;
}

/** The first so many matches that do not overlap. */
export function findPatterns(program: Program, text: readonly string[], limit: number): Passage[] {
  const found: Passage[] = [];
  for (let from = 0; found.length < limit; from = found.at(-1)?.end ?? text.length) {
    const passage = findPattern(program, text, from);
    if (passage === null) break;
    found.push(passage);
  }
  return found;
}

/** Whether a program can be through without reading a character; assertions are taken to hold. */
export function matchesEmpty(program: Program): boolean {
  const seen = new Set<number>();
  const open = [0];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const instruction = program[place];
    if (instruction?.type === 'found') return true;
    if (instruction?.type === 'fork') open.push(instruction.first, instruction.second);
    else if (instruction?.type === 'jump') open.push(instruction.to);
    else if (instruction?.type === 'assert') open.push(place + 1);
  }
  return false;
}

const threadsFor = (program: Program): Threads => ({
  places: [],
  starts: [],
  addedAt: new Int32Array(program.length).fill(-1),
});

interface Moment {
  readonly program: Program;
  readonly text: readonly string[];
  readonly now: Threads;
  readonly next: Threads;
  readonly at: number;
}

/** Moves every thread over one character; a match ends those that are less preferred. */
function step({ program, text, now, next, at }: Moment): Passage | null {
  const codePoint = text[at];
  for (const [i, place] of now.places.entries()) {
    const start = now.starts[i] ?? at;
    const instruction = program[place];
    if (instruction?.type === 'found') {
      if (start < at) return { start, end: at };
    } else if (instruction?.type === 'one' && codePoint !== undefined && instruction.accepts(codePoint))
      addThread({ program, text, threads: next, at: at + 1, start }, place + 1);
  }
  return null;
}

interface Arrival {
  readonly program: Program;
  readonly text: readonly string[];
  readonly threads: Threads;
  readonly at: number;
  readonly start: number;
}

/** Adds a place and all that can be reached from it without reading a character, in order of preference. */
function addThread(arrival: Arrival, first: number): void {
  const { program, text, threads, at, start } = arrival;
  const open = [first];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (threads.addedAt[place] === at) continue;
    threads.addedAt[place] = at;
    const instruction = program[place];
    if (instruction?.type === 'fork') open.push(instruction.second, instruction.first);
    else if (instruction?.type === 'jump') open.push(instruction.to);
    else if (instruction?.type === 'assert') {
      if (holds(instruction.what, text, at)) open.push(place + 1);
    } else {
      threads.places.push(place);
      threads.starts.push(start);
    }
  }
}

const WORD = /^[\p{L}\p{N}\p{M}_]$/u;
const isWord = (codePoint: string | undefined): boolean => codePoint !== undefined && WORD.test(codePoint);

function holds(what: Assertion, text: readonly string[], at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === text.length;
  return (isWord(text[at - 1]) !== isWord(text[at])) === (what === 'boundary');
}
