import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ErasureIncomplete,
  type ErasurePlan,
  erasurePlanSchema,
  planText,
  type UnfinishedErasures,
} from '../../../etl/erase/index.ts';
import { type TenantId, tenantIdSchema } from '../../../pipeline/contract/index.ts';
import { isMissing } from '../folder-store.ts';
import { filesBelow, removeFiles } from './files.ts';

/** Where the plans of erasures under way lie, below the root. */
export const ERASING_FOLDER = 'erasing';

/** Plans of erasures as files that only their owner can read: they hold ids in the clear, until the erasure is done. */
export class LocalUnfinished implements UnfinishedErasures {
  readonly #folder: string;
  constructor(root: string) {
    this.#folder = join(root, ERASING_FOLDER);
  }

  async read(tenantId: TenantId): Promise<ErasurePlan | null> {
    const path = this.#pathOf(tenantId);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    try {
      return erasurePlanSchema.parse(JSON.parse(text));
    } catch {
      // Without the cause: it would quote ids.
      throw new ErasureIncomplete('infra: the plan of an unfinished erasure cannot be read', {
        where: path,
        hint: 'Remove that file and run the erasure again.',
      });
    }
  }

  async write(plan: ErasurePlan): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const temporary = join(this.#folder, `.${randomUUID()}.tmp`);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(planText(plan));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#pathOf(plan.tenant_id));
  }

  /** Also removes what a killed erasure could not finish writing. */
  async remove(tenantId: TenantId): Promise<void> {
    const halfWritten = (await filesBelow(this.#folder)).filter(({ name }) => name.endsWith('.tmp'));
    await removeFiles([this.#pathOf(tenantId), ...halfWritten.map(({ path }) => path)]);
  }

  /** Tenants of which an erasure was begun and not finished. */
  async tenants(): Promise<TenantId[]> {
    const files = await filesBelow(this.#folder);
    return files
      .filter(({ name }) => name.endsWith('.json'))
      .map(({ name }) => tenantIdSchema.parse(name.replace(/\.json$/, '')));
  }

  #pathOf(tenantId: TenantId): string {
    return join(this.#folder, `${tenantId}.json`);
  }
}
