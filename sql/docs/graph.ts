import { html, type Markup } from './html.ts';
import type { Entry } from './model.ts';

const ROW = 30;
const BOX = 22;
const GAP = 56;
const PAD = 10;
/** Width of a character of the boxes' font, in pixels. */
const CHARACTER = 7.3;

interface Node {
  readonly entry: Entry;
  /** Left of the entry that it is drawn for: negative. */
  readonly layer: number;
}

/** What an entry comes from, to its left, and what is made of it, to its right, as a picture whose boxes are links. */
export function graphOf(entry: Entry, entries: ReadonlyMap<string, Entry>): Markup {
  const nodes = [
    ...reached(entry, entries, ({ reads }) => reads, -1),
    { entry, layer: 0 },
    ...reached(entry, entries, ({ readBy }) => readBy, 1),
  ];
  const layers = [...new Set(nodes.map(({ layer }) => layer))].sort((a, b) => a - b);
  const places = placed(nodes, layers);
  const last = Math.max(...[...places.values()].map(({ x, width }) => x + width));
  const height = Math.max(...[...places.values()].map(({ y }) => y)) + BOX + PAD;
  const within = new Set(nodes.map(({ entry: { name } }) => name));
  const edges = nodes.flatMap(({ entry: { name, reads } }) =>
    reads.filter((source) => within.has(source)).map((source) => line(places.get(source), places.get(name))),
  );
  const boxes = nodes.map(({ entry: one }) => box(one, places.get(one.name), one === entry));
  return html`<svg class="graph" role="img" aria-label="What ${entry.name} reads and what reads it" viewBox="0 0 ${last + PAD} ${height}" width="${last + PAD}" height="${height}">${edges}${boxes}</svg>`;
}

/** Everything upstream or downstream, each as far out as its longest way. */
function reached(
  entry: Entry,
  entries: ReadonlyMap<string, Entry>,
  next: (entry: Entry) => readonly string[],
  step: 1 | -1,
): Node[] {
  const distance = new Map<string, number>();
  const visit = (from: Entry, far: number): void => {
    for (const name of next(from)) {
      const found = entries.get(name);
      if (!found || (distance.get(name) ?? 0) >= far) continue;
      distance.set(name, far);
      visit(found, far + 1);
    }
  };
  visit(entry, 1);
  return [...distance].flatMap(([name, far]) => {
    const found = entries.get(name);
    return found ? [{ entry: found, layer: far * step }] : [];
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Columns of boxes; within a column, boxes stand near those that they are joined with. */
function placed(nodes: readonly Node[], layers: readonly number[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const tallest = Math.max(...layers.map((layer) => nodes.filter((node) => node.layer === layer).length));
  let x = PAD;
  for (const layer of layers) {
    const column = nodes.filter((node) => node.layer === layer);
    const widest = Math.max(...column.map(({ entry }) => widthOf(entry.name)));
    const wish = ({ entry }: Node): number => {
      const ys = [...entry.reads, ...entry.readBy].flatMap((name) => places.get(name)?.y ?? []);
      return ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length;
    };
    const sorted = [...column].sort((a, b) => wish(a) - wish(b) || (a.entry.name < b.entry.name ? -1 : 1));
    const top = PAD + ((tallest - column.length) * ROW) / 2;
    for (const [index, { entry }] of sorted.entries())
      places.set(entry.name, { x, y: top + index * ROW, width: widest });
    x += widest + GAP;
  }
  return places;
}

const widthOf = (name: string): number => Math.round(name.length * CHARACTER) + 20;

function line(from: Place | undefined, to: Place | undefined): Markup {
  if (!from || !to) return html``;
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + BOX / 2, to.x, to.y + BOX / 2];
  const bend = (x2 - x1) / 2;
  return html`<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`;
}

function box({ name, kind }: Entry, place: Place | undefined, here: boolean): Markup {
  if (!place) return html``;
  const { x, y, width } = place;
  return html`<a href="${name}.html" class="${kind}${here ? ' here' : ''}"><rect x="${x}" y="${y}" width="${width}" height="${BOX}" rx="5"/><text x="${x + 10}" y="${y + 15}">${name}</text></a>`;
}
