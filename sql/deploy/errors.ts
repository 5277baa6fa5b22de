import type { ErrorDetails } from '../../pipeline/contract/index.ts';
import { SqlError } from '../errors.ts';

/** Base of the errors of publishing views. */
export class DeployError extends SqlError {}

/** Thrown when views are not what the last apply wrote, and nobody said that they may be overwritten. Nothing was changed. */
export class DriftFound extends DeployError {
  readonly views: readonly string[];

  constructor(views: readonly string[]) {
    super('views_drifted', `deploy: changed by hand, or made by something else: ${views.join(', ')}`, {
      hint: 'Look at them with SHOW CREATE VIEW; --overwrite-drift puts the published text in their place.',
    });
    this.views = views;
  }
}

/** Thrown when a table has the name of a view. Nothing was changed. */
export class NameTaken extends DeployError {
  constructor(names: readonly string[]) {
    super('name_taken', `deploy: there are tables named as views: ${names.join(', ')}`, {
      hint: 'Choose another schema or database, or move the tables.',
    });
  }
}

/** Thrown when a statement would be longer than Athena takes. Nothing was changed. */
export class StatementTooLong extends DeployError {
  constructor(view: string, what: string, bytes: number, most: number) {
    super('statement_too_long', `deploy: the ${what} of ${view} has ${bytes} bytes, Athena takes ${most}`, {
      where: view,
      hint: 'Split the view: put a part of it into a view that it reads.',
    });
  }
}

/** Thrown when the engine refuses what a view is made of. Nothing was changed, since all are explained before the first is made. */
export class ViewRefused extends DeployError {
  constructor(view: string, details: ErrorDetails) {
    super('view_refused', `deploy: the engine refuses ${view}, nothing was changed`, {
      where: view,
      ...details,
    });
  }
}

/** Thrown when the engine failed after the first change; the next apply takes up where this one ended. */
export class ApplyBroken extends DeployError {
  constructor(view: string, details: ErrorDetails) {
    super('apply_broken', `deploy: failed at ${view}; apply again to go on`, { where: view, ...details });
  }
}
