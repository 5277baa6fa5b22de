import { expect, it } from 'vitest';
import { formatResult } from '../../../infra/local/cli/formats.ts';

it('a table has every row, however many there are, each as wide as the widest', () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => [n === 150_000 ? 'widest' : 'a']);
  const text = formatResult({ columns: [{ name: 'c', type: 'varchar' }], rows }, 'table', { cut: false });
  const lines = text.split('\n');
  expect([lines[1], lines[2], lines[150_002], lines.length]).toEqual(['------', 'a', 'widest', 200_003]);
});
