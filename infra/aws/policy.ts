/** A statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: readonly string[] } };
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** IAM's limit of a managed policy, characters without blanks. */
export const MOST_POLICY_CHARACTERS = 6144;

export const policyOf = (...statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** As few policies as hold the items, each within IAM's limit. */
export function policiesOf(
  items: readonly string[],
  make: (items: readonly string[]) => PolicyStatement,
): PolicyDocument[] {
  const policies: PolicyDocument[] = [];
  let some: string[] = [];
  for (const item of items) {
    if (JSON.stringify(policyOf(make([...some, item]))).length > MOST_POLICY_CHARACTERS) {
      policies.push(policyOf(make(some)));
      some = [];
    }
    some.push(item);
  }
  return some.length > 0 ? [...policies, policyOf(make(some))] : policies;
}
