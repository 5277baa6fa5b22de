import { html, type Markup } from './html.ts';

const KEYWORDS = new Set(
  `ALL AND AS ASC BETWEEN BY CASE CAST CROSS CURRENT DATE DESC DISTINCT ELSE END EXCEPT EXISTS FALSE FILTER FIRST FOLLOWING
   FROM FULL GROUP GROUPING HAVING IN INNER INTERSECT INTERVAL IS JOIN LAST LATERAL LEFT LIKE LIMIT NOT NULL NULLS OFFSET ON
   OR ORDER ORDINALITY OUTER OVER PARTITION PRECEDING RANGE RIGHT ROW ROWS SELECT SETS THEN TIMESTAMP TRUE TRY_CAST UNBOUNDED
   UNION UNNEST USING VALUES WHEN WHERE WINDOW WITH`.split(/\s+/),
);

const TOKENS = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[^\w'"]/g;

/** SQL with its keywords, texts and comments marked. */
export const highlighted = (sql: string): Markup =>
  html`${[...sql.matchAll(TOKENS)].map(([token]) => marked(token))}`;

function marked(token: string): Markup {
  if (/^(--|\/\*)/.test(token)) return html`<i>${token}</i>`;
  if (token.startsWith("'")) return html`<span class="text">${token}</span>`;
  return KEYWORDS.has(token.toUpperCase()) ? html`<b>${token}</b>` : html`${token}`;
}
