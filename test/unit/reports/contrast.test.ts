import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../reports/web/styles/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, [light, dark] as [string, string]],
  ),
);

/** Relative luminance of a colour (WCAG 2.2, definition "relative luminance"). */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'raised'];
const steps = Array.from({ length: 7 }, (_, step) => `step-${step}`);
const PAIRS: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['text', [...grounds, 'accent-soft', 'bad-soft', 'mark-pass', 'mark-fail', 'mark-chosen', ...steps]],
  ['muted', [...grounds, 'accent-soft', 'bad-soft']],
  ['accent', [...grounds, 'accent-soft']],
  ['good', ['surface', 'raised', 'good-soft']],
  ['bad', ['surface', 'raised', 'bad-soft']],
  ['warn', ['surface', 'warn-soft']],
  ['open', ['surface', 'raised', 'open-soft']],
];

describe('text on its ground', () => {
  it.each(PAIRS.flatMap(([text, on]) => on.map((ground) => [text, ground] as const)))(
    '%s on %s has a contrast of 4.5 or more in both themes',
    (text, ground) => {
      const [fore, back] = [tokens.get(text), tokens.get(ground)];
      if (fore === undefined || back === undefined) throw new Error(`no token ${text} or ${ground}`);
      expect(contrast(fore[0], back[0])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(fore[1], back[1])).toBeGreaterThanOrEqual(4.5);
    },
  );
});
