import { LAMBDAS } from '../functions/index.ts';
import type { Syntax } from '../parser.ts';
import { array, BOOLEAN, printType } from '../types/type.ts';
import { type Context, mismatch, refuse, type Scope, type Typed, unsupported } from './context.ts';
import { condition } from './operators.ts';
import { identifierOf } from './scope.ts';

/** A call of a function that takes an array and a lambda of its elements. */
export function lambdaCall(name: string, args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const [listNode, lambdaNode] = args;
  const definition = LAMBDAS[name];
  if (args.length !== 2 || !listNode || lambdaNode?.kind !== 'Lambda' || !definition)
    throw refuse(node, 'function_not_found', `${name} takes an array and a lambda`);
  const list = context.statement.analyse(listNode, context);
  if (list.type.kind !== 'array') throw mismatch(node, `${name} needs an array, not ${printType(list.type)}`);
  const [parameter, body] = lambdaNode.nodes;
  if (!parameter || !body || lambdaNode.nodes.length !== 2)
    throw unsupported(lambdaNode, 'a lambda of several arguments');
  const variable = context.statement.nextAlias('x');
  const field = {
    name: identifierOf(parameter),
    qualifier: [],
    type: list.type.element,
    sql: variable,
    wild: list.type.element.kind === 'double',
  };
  const scope: Scope = { fields: [field], parent: context.scope, lambda: true };
  const { aggregation: _aggregation, ...plain } = context;
  const result = definition.condition
    ? condition(body, { ...plain, scope, windowsAllowed: false })
    : context.statement.analyse(body, { ...plain, scope, windowsAllowed: false });
  const type = name === 'transform' ? array(result.type) : name === 'filter' ? list.type : BOOLEAN;
  return { type, sql: definition.sql(list.sql, `lambda ${variable}: ${result.sql}`) };
}
