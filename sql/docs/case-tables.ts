import type { QueryCase } from '../case-schema.ts';
import { html, type Markup } from './html.ts';

type Row = { readonly [column: string]: unknown };

/** The rows that a case is given, and those that it expects. */
export function caseTables({ given, expect }: QueryCase): Markup {
  const tables = Object.entries(given).map(
    ([name, rows]) => html`<h4>given ${name}</h4>${rowTable(rows ?? [])}`,
  );
  return html`${tables}<h4>expected</h4>${rowTable(expect)}`;
}

function rowTable(rows: readonly Row[]): Markup {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (rows.length === 0) return html`<p class="hint">no rows</p>`;
  return html`<div class="scroll"><table class="rows"><thead><tr>${names.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${names.map((name) => cell(row, name))}</tr>`)}</tbody></table></div>`;
}

function cell(row: Row, name: string): Markup {
  if (!(name in row)) return html`<td></td>`;
  const value = row[name];
  if (value === null) return html`<td class="null">NULL</td>`;
  return html`<td>${typeof value === 'object' ? JSON.stringify(value) : String(value)}</td>`;
}
