import type { PolicyDocument, PolicyStatement } from '../../infra/aws/policy.ts';

/** What somebody asks of AWS. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: string };
}

/**
 * Whether identity policies allow a request, by IAM's rules: an explicit denial wins, then an allowance, else no
 * (docs.aws.amazon.com, IAM, "Policy evaluation logic"). Knows the operators that the project uses.
 */
export function allows(policies: readonly PolicyDocument[], request: Request): boolean {
  const matching = policies.flatMap(({ Statement }) => Statement).filter((each) => applies(each, request));
  return matching.some(isAllow) && matching.every(isAllow);
}

const isAllow = ({ Effect }: PolicyStatement): boolean => Effect === 'Allow';

function applies(statement: PolicyStatement, { action, resource, context = {} }: Request): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const actionFits = Action ? matches(Action, action, 'i') : !matches(NotAction ?? [], action, 'i');
  const resourceFits = Resource ? matches(Resource, resource) : !matches(NotResource ?? [], resource);
  return (
    actionFits &&
    resourceFits &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, context[key], values)),
    )
  );
}

function holds(operator: string, value: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
      return value !== undefined && values.includes(value);
    case 'StringLike':
      return value !== undefined && matches(values, value);
    case 'StringNotLike':
      return value === undefined || !matches(values, value);
    default:
      throw new Error(`no operator ${operator}`);
  }
}

const matches = (patterns: readonly string[], text: string, flags = ''): boolean =>
  patterns.some((pattern) =>
    new RegExp(
      `^${pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      `s${flags}`,
    ).test(text),
  );
