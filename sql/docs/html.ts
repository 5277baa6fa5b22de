/** A piece of HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | null | readonly Piece[];

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML, also within an attribute's quotes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

function written(piece: Piece): string {
  if (piece === null) return '';
  if (Array.isArray(piece)) return piece.map(written).join('');
  return typeof piece === 'object' && 'markup' in piece ? piece.markup : escaped(String(piece));
}

/** A template whose values are escaped, unless they are markup themselves; lists are joined. */
export const html = (texts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => ({
  markup: texts
    .map((text, index) => text + (index < pieces.length ? written(pieces[index] ?? null) : ''))
    .join(''),
});
