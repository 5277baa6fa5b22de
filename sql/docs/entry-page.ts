import type { Origin, Origins } from '../lineage/index.ts';
import { caseTables } from './case-tables.ts';
import { graphOf } from './graph.ts';
import { html, type Markup } from './html.ts';
import type { DocumentedColumn, Entry, LakeFacts } from './model.ts';
import { highlighted } from './sql-text.ts';

const KINDS = { table: 'table', staging: 'staging view', mart: 'view' } as const;

/** What a page tells of a table or a view. */
export function entryBody(
  entry: Entry,
  entries: ReadonlyMap<string, Entry>,
  facts: LakeFacts | null,
): Markup {
  const { name, kind, grain, key, view } = entry;
  return html`<header class="title"><h1>${name}</h1><span class="badge ${kind}">${KINDS[kind]}</span>${versionBadge(entry, entries)}</header>
${deprecation(entry)}<p class="grain">${sentence(grain)}</p>
<dl class="facts"><div><dt>Key</dt><dd>${key.map((column) => html`<code>${column}</code> `)}</dd></div>${view ? html`<div><dt>Owner</dt><dd>${view.owner}</dd></div>` : null}${freshness(entry, facts)}</dl>
<section><h2>Where it stands</h2><div class="scroll">${graphOf(entry, entries)}</div></section>
<section><h2>Columns</h2>${view ? html`<p class="hint">${LEGEND}</p>` : null}${columnTable(entry)}</section>
${view ? tests(entry) : null}${view ? html`<section><h2>SQL</h2><pre class="sql"><code>${highlighted(view.sql.trim())}</code></pre></section>` : null}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function versionBadge({ view, current }: Entry, entries: ReadonlyMap<string, Entry>): Markup | null {
  if (!view) return null;
  if (current) return html`<span class="badge">current: also <code>${view.name}</code></span>`;
  const newest = [...entries.values()].find((one) => one.current && one.view?.name === view.name);
  return newest
    ? html`<span class="badge old">superseded by <a href="${newest.name}.html">${newest.name}</a></span>`
    : null;
}

function deprecation({ view }: Entry): Markup | null {
  if (!view?.deprecated) return null;
  const { since, use, reason } = view.deprecated;
  return html`<p class="warning"><strong>Deprecated since ${since}</strong>: ${reason}. Use <code>${use}</code>.</p>\n`;
}

function freshness({ facts }: Entry, lake: LakeFacts | null): Markup | null {
  if (!facts || !lake) return null;
  const newest = facts.newestCallDate === null ? null : html`, newest call of ${facts.newestCallDate}`;
  return html`<div><dt>Data of ${lake.tenant}</dt><dd>${facts.rows.toLocaleString('en')} ${facts.rows === 1 ? 'row' : 'rows'}${newest}</dd></div>`;
}

function columnTable({ columns, view, key }: Entry): Markup {
  const source = view ? html`<th>Comes from</th>` : null;
  return html`<div class="scroll"><table class="columns"><thead><tr><th>Column</th><th>Type</th><th>Meaning</th>${source}<th>Used by</th></tr></thead><tbody>
${columns.map(
  (
    column,
  ) => html`<tr id="c-${column.name}"><td><code>${column.name}</code>${key.includes(column.name) ? html` <span class="key" title="part of the key">key</span>` : null}</td><td class="type">${column.type}${column.nullable ? html` <span class="null">NULL</span>` : null}</td><td>${column.doc}</td>${view ? html`<td>${origin(column)}</td>` : null}<td>${users(column)}</td></tr>
`,
)}</tbody></table></div>`;
}

const LEGEND =
  'A source without a word is taken as it is; “computed” is worked out in the row, “over rows” from several rows; one that “selects” only says which rows count.';

/** Words for how a value comes from a column. */
const HOWS = { copied: '', computed: 'computed', aggregated: 'over rows', selects: 'selects' } as const;

const link = ({ relation, column, how }: Origin): Markup =>
  html`<li><a href="${relation}.html#c-${column}">${relation}.${column}</a>${HOWS[how] === '' ? null : html` <span class="how">${HOWS[how]}</span>`}</li>`;

const list = ({ columns, rows }: Origins): Markup =>
  html`<ul class="from">${columns.map(link)}${rows.map((relation) => html`<li>rows of <a href="${relation}.html">${relation}</a></li>`)}</ul>`;

function origin({ lineage }: DocumentedColumn): Markup {
  if (!lineage) return html``;
  const { direct, tables } = lineage;
  if (direct.columns.length + direct.rows.length === 0) return html`<span class="how">constant</span>`;
  const same = JSON.stringify(direct) === JSON.stringify(tables);
  const deeper = html`<details><summary>in tables</summary>${list(tables)}</details>`;
  return html`${list(direct)}${same ? null : deeper}`;
}

/** Users that are shown at once; more are folded away. */
const FEW = 3;

function users({ usedBy }: DocumentedColumn): Markup {
  const items = usedBy.map(
    ({ relation, column }) => html`<li><a href="${relation}.html#c-${column}">${relation}.${column}</a></li>`,
  );
  if (items.length <= FEW) return html`<ul class="from">${items}</ul>`;
  return html`<details><summary>${items.length} columns</summary><ul class="from">${items}</ul></details>`;
}

function tests({ view }: Entry): Markup | null {
  if (!view || view.invariants.length + view.cases.length === 0) return null;
  const promises = view.invariants.map(
    ({ promise, violations }) =>
      html`<li><details><summary>${sentence(promise)}</summary><pre class="sql"><code>${highlighted(violations)}</code></pre></details></li>`,
  );
  const cases = view.cases.map(
    (one) => html`<li><details><summary>${sentence(one.name)}</summary>${caseTables(one)}</details></li>`,
  );
  return html`<section><h2>Tests</h2>${promises.length > 0 ? html`<h3>What is true of all rows</h3><p class="hint">Each query returns the rows that break the promise.</p><ul class="tests">${promises}</ul>` : null}${cases.length > 0 ? html`<h3>Cases</h3><p class="hint">Rows of the tables, and what the view makes of them; only the columns that are written count.</p><ul class="tests">${cases}</ul>` : null}</section>
`;
}
