/**
 * Regular expressions that take time linear in the text, whatever the pattern. Patterns come from tenants, and one evil
 * pattern must not hang a night: JavaScript's own engine backtracks, and no check of a pattern finds every evil one.
 */
import { type Program, programOf } from './compile.ts';
import { parsePattern } from './parse.ts';

export type { Program } from './compile.ts';
export { findPattern, findPatterns, matchesEmpty } from './run.ts';

/**
 * Compiles a pattern. Letters match in any case; `\w` and `\b` know the letters of all scripts.
 * @throws {PatternRefused} for what is not a pattern, or needs look-around or back-references
 */
export const compilePattern = (pattern: string): Program => programOf(parsePattern(pattern));
