import { readFileSync } from 'node:fs';
import type { Catalog } from '../catalog.ts';
import { entryBody } from './entry-page.ts';
import { html, type Markup } from './html.ts';
import { type Entry, entriesOf, type LakeFacts } from './model.ts';

const asset = (name: string): string => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');

/** Forbids everything that does not lie beside the pages. */
const POLICY =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'";

/**
 * The files of the site by name, all in one folder; `index.html` is the first page.
 * @throws {CatalogBroken} when a view's SQL is refused or gives other columns than its yml says
 */
export function docsSite(catalog: Catalog, facts: LakeFacts | null = null): ReadonlyMap<string, string> {
  const all = entriesOf(catalog, facts);
  const entries = new Map(all.map((entry) => [entry.name, entry]));
  const pages = all.map((entry): [string, string] => [
    `${entry.name}.html`,
    page({ title: entry.name, all, here: entry.name, body: entryBody(entry, entries, facts) }),
  ]);
  const start = page({ title: 'Tables and views', all, here: null, body: startBody(all, facts) });
  return new Map([
    ['index.html', start],
    ...pages,
    ['site.css', asset('site.css')],
    ['site.js', asset('site.js')],
    ['search.js', `window.SEARCH = ${JSON.stringify(searchable(all)).replaceAll('<', '\\u003c')};\n`],
  ]);
}

interface Page {
  readonly title: string;
  readonly all: readonly Entry[];
  /** Name of the entry that the page is of. */
  readonly here: string | null;
  readonly body: Markup;
}

const page = ({ title, all, here, body }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title} · CCI Lake</title>
<link rel="stylesheet" href="site.css">
</head>
<body>
<aside>
<a class="home" href="index.html">CCI Lake <span>tables and views</span></a>
<input id="search" type="search" placeholder="Search names and meanings" aria-label="Search names and meanings" autocomplete="off">
<nav id="list">${GROUPS.map(([kind, label]) => group(all, kind, label, here))}</nav>
<ol id="found" hidden></ol>
</aside>
<main>
${body}
</main>
<script src="search.js"></script>
<script src="site.js"></script>
</body>
</html>
`.markup;

const GROUPS = [
  ['mart', 'Views'],
  ['staging', 'Staging'],
  ['table', 'Tables'],
] as const;

const byName = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Superseded versions are in the list too, since somebody may read them. */
function group(all: readonly Entry[], kind: Entry['kind'], label: string, here: string | null): Markup {
  const members = byName(all.filter((entry) => entry.kind === kind));
  const items = members.map(
    ({ name, current, view }) =>
      html`<li><a href="${name}.html"${name === here ? html` aria-current="page"` : null}${current && !view?.deprecated ? null : html` class="old"`}>${current && view ? view.name : name}</a></li>`,
  );
  return html`<h2>${label}</h2><ul>${items}</ul>`;
}

function startBody(all: readonly Entry[], facts: LakeFacts | null): Markup {
  const lists = GROUPS.map(([kind, label]) => {
    const members = byName(all.filter((entry) => entry.kind === kind && entry.current));
    const rows = facts ? html`<th class="number">Rows</th>` : null;
    return html`<section><h2>${label}</h2><p class="hint">${MEANINGS[kind]}</p><div class="scroll"><table><thead><tr><th>Name</th><th>Holds</th><th class="number">Columns</th>${rows}</tr></thead><tbody>
${members.map((entry) => startRow(entry, facts))}</tbody></table></div></section>
`;
  });
  return html`<header class="title"><h1>Tables and views</h1></header>
${facts ? lakeState(facts) : null}${lists}`;
}

const MEANINGS = {
  mart: 'What reports and analysts read. A published version never changes.',
  staging: 'One a table: names and types settled, nothing worked out. Views read these.',
  table: 'What the nightly run writes; every table is partitioned by tenant.',
} as const;

const startRow = ({ name, view, grain, columns, facts }: Entry, lake: LakeFacts | null): Markup =>
  html`<tr><td><a href="${name}.html"><code>${view ? view.name : name}</code></a>${view?.deprecated ? html` <span class="badge old">deprecated</span>` : null}</td><td>${grain}</td><td class="number">${columns.length}</td>${lake ? html`<td class="number">${facts ? facts.rows.toLocaleString('en') : ''}</td>` : null}</tr>
`;

function lakeState({ tenant, lastPublishedAt, lastRunStatus, completeAsOf }: LakeFacts): Markup {
  const time = (value: string | null): string => (value === null ? 'never' : `${value.slice(0, 16)} UTC`);
  return html`<dl class="facts"><div><dt>Tenant</dt><dd>${tenant}</dd></div><div><dt>Last published</dt><dd>${time(lastPublishedAt)}</dd></div><div><dt>Complete as of</dt><dd>${time(completeAsOf)}</dd></div><div><dt>Last night</dt><dd>${lastRunStatus ?? 'none'}</dd></div></dl>
`;
}

/** What the search looks through: page, anchor, what is shown, what it means. */
const searchable = (all: readonly Entry[]): readonly (readonly string[])[] =>
  all.flatMap(({ name, grain, columns }) => [
    [name, '', name, grain],
    ...columns.map((column) => [name, `c-${column.name}`, `${name}.${column.name}`, column.doc]),
  ]);
