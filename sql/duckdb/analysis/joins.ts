import type { Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { printType } from '../types/type.ts';
import { type Context, coerce, type Field, plainContext, refuse, unsupported } from './context.ts';
import { QUERIES } from './grouping.ts';
import { condition } from './operators.ts';
import { mergedIfAny } from './origins.ts';
import { compare } from './predicates.ts';
import { identifierOf } from './scope.ts';

/** What stands in FROM: DuckDB SQL and the columns it offers. */
export interface Source {
  readonly sql: string;
  readonly fields: readonly Field[];
}

type AnalyseRelation = (node: Syntax, context: Context, left: readonly Field[]) => Source;

/** Two relations joined; the right one may refer to the left one in UNNEST and LATERAL. */
export function join(
  node: Syntax,
  context: Context,
  outerLeft: readonly Field[],
  relation: AnalyseRelation,
): Source {
  const [leftNode, ...rest] = node.nodes;
  const rightNode = rest.find((part) => part.kind !== 'JoinType' && part.kind !== 'JoinCriteria');
  const criteria = rest.find((part) => part.kind === 'JoinCriteria');
  const kind =
    rest.find((part) => part.kind === 'JoinType')?.tokens[0] ??
    (node.tokens.includes('CROSS') ? 'CROSS' : 'INNER');
  if (!leftNode || !rightNode || node.tokens.includes('NATURAL')) throw unsupported(node, 'a NATURAL join');
  const left = relation(leftNode, context, outerLeft);
  const right = relation(rightNode, context, [...outerLeft, ...left.fields]);
  const text = (on: string) => `(${left.sql} ${kind} JOIN ${right.sql}${on})`;
  if (right.sql.startsWith('LATERAL') && (kind === 'RIGHT' || kind === 'FULL'))
    throw unsupported(node, `${kind} JOIN of UNNEST or LATERAL`);
  if (right.sql.startsWith('LATERAL') && criteria && !isTrue(criteria))
    throw unsupported(
      node,
      'UNNEST or LATERAL joined on a condition',
      'Write ON TRUE, and the condition in WHERE or in the subquery.',
    );
  if (!criteria) return { sql: text(''), fields: [...left.fields, ...right.fields] };
  if (criteria.tokens.includes('USING')) return using(criteria, left, right, kind, text);
  const [onNode] = criteria.nodes;
  if (!onNode) throw unsupported(node, 'this join');
  if (kind !== 'INNER' && holdsQuery(onNode))
    throw unsupported(onNode, `a subquery in the condition of a ${kind} JOIN`, 'Join the subquery.');
  const fields = [...left.fields, ...right.fields];
  const on = condition(onNode, { ...plainContext(context), scope: { fields, parent: context.scope.parent } });
  return { sql: text(` ON ${on.sql}`), fields };
}

const isTrue = (criteria: Syntax): boolean => /^true$/i.test(criteria.nodes[0]?.text ?? '');

const holdsQuery = (node: Syntax): boolean => QUERIES.includes(node.kind) || node.nodes.some(holdsQuery);

/** JOIN … USING: each named column once, first, and no more under its table's name. */
function using(
  criteria: Syntax,
  left: Source,
  right: Source,
  kind: string,
  text: (on: string) => string,
): Source {
  const names = criteria.nodes.map(identifierOf);
  const conditions: string[] = [];
  const merged = names.map((name): Field => {
    const [a, b] = [oneNamed(left, name, criteria), oneNamed(right, name, criteria)];
    const type = commonType(a.type, b.type);
    if (!type)
      throw refuse(
        criteria,
        'type_mismatch',
        `column ${name} is ${printType(a.type)} and ${printType(b.type)}`,
      );
    conditions.push(compare(a, b, '=', criteria).sql);
    const [x, y] = [coerce(a, type, criteria).sql, coerce(b, type, criteria).sql];
    const sql = kind === 'FULL' ? `coalesce(${x}, ${y})` : kind === 'RIGHT' ? y : x;
    return { name, qualifier: [], type, sql, wild: a.wild || b.wild, ...mergedIfAny([a, b]) };
  });
  const others = [...left.fields, ...right.fields].filter(
    ({ name }) => name === null || !names.includes(name),
  );
  return { sql: text(` ON ${conditions.join(' AND ')}`), fields: [...merged, ...others] };
}

function oneNamed(source: Source, name: string, node: Syntax): Field {
  const matches = source.fields.filter((field) => field.name === name);
  const [field] = matches;
  if (!field || matches.length > 1)
    throw refuse(
      node,
      field ? 'ambiguous_name' : 'column_not_found',
      `column '${name}' ${field ? 'is ambiguous' : 'is missing from one side of the join'}`,
    );
  return field;
}
