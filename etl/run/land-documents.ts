import { rm } from 'node:fs/promises';
import { ContractError, DocumentRefused } from '../../pipeline/contract/index.ts';
import { eachOf } from '../lanes/index.ts';
import {
  type PeriodContent,
  type PeriodPlan,
  periodOf,
  type RawDocument,
  standingDocument,
} from '../plan/index.ts';
import { UnsteadyRead } from './errors.ts';
import { type Joined, lineOf, type Refusal } from './join/index.ts';
import type { Kept } from './kept.ts';
import type { TenantNight } from './night.ts';
import type { PeriodWriter } from './ports.ts';
import { quarantineObject } from './quarantine-object.ts';
import type { Tally } from './tally.ts';

/** Line files of a period that the engine reads at a time: a statement has one thread. */
const LANDS_UNDERWAY = 2;

/** A period under way. */
export interface PeriodTask {
  readonly night: TenantNight;
  readonly plan: PeriodPlan;
  readonly tally: Tally;
  readonly kept: Kept;
  /** The first documents, on their way before the engine is free. */
  readonly first: AsyncIterable<Joined>;
}

function isReadable(bytes: Uint8Array, raw: RawDocument): boolean {
  try {
    lineOf(bytes, raw);
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}

/** What a document that cannot be used holds. @throws {UnsteadyRead} */
async function unreadable({ ports }: TenantNight, raw: RawDocument): Promise<Uint8Array> {
  const bytes = await ports.raw.read(raw.key);
  if (!isReadable(bytes, raw)) return bytes;
  throw new UnsteadyRead('run: a document was read in parts, and is whole now', { where: raw.key });
}

/** Code of a document that was not read, since it is larger than any that is. */
const TOO_LARGE = 'too_large';

/**
 * Quarantines a document that cannot be used. Returns the next older revision of the call, if it stands in this period.
 * @throws {UnsteadyRead} when the second reading shows that the first one broke off: no document is damaged by that
 */
async function refuse(
  { night, plan, tally }: PeriodTask,
  raw: RawDocument,
  { code, message, ...details }: Refusal,
): Promise<RawDocument[]> {
  const error = new DocumentRefused(code, message, details);
  const object = { key: raw.key, dt: raw.dt, error };
  if (code === TOO_LARGE) await quarantineObject(night, object);
  else await quarantineObject(night, { ...object, bytes: await unreadable(night, raw) });
  tally.count(raw.dt, 'quarantined');
  const heir = standingDocument(night.index.calls.get(raw.callId) ?? [], night.damage.keys);
  return heir && periodOf(heir.dt, night.now) === plan.period ? [heir] : [];
}

async function take(task: PeriodTask, writer: PeriodWriter, part: Joined): Promise<RawDocument[]> {
  const { lines, landed, refused } = part;
  if (lines.documents > 0) await writer.add(lines);
  await rm(lines.path, { force: true });
  for (const { dt } of landed) task.tally.count(dt, 'landed');
  const heirs: RawDocument[] = [];
  for (const { raw, refusal } of refused) heirs.push(...(await refuse(task, raw, refusal)));
  return heirs;
}

/**
 * Hands a period's documents to the engine, falling back to older revisions where the newest is damaged.
 * @returns what the period is made from after all
 */
export async function landDocuments(task: PeriodTask, writer: PeriodWriter): Promise<PeriodContent> {
  const { night, plan, tally, kept } = task;
  for (const { key, dt } of plan.damaged) if (night.damage.found.has(key)) tally.count(dt, 'quarantined');
  if (kept.files) await writer.keep(kept.files);
  for (const { dt } of kept.documents) tally.count(dt, 'landed');
  const landed = new Set<RawDocument>(kept.documents);
  for (let parts = task.first; ; ) {
    const heirs: RawDocument[] = [];
    await eachOf(parts, LANDS_UNDERWAY, async (part) => {
      heirs.push(...(await take(task, writer, part)));
      for (const raw of part.landed) landed.add(raw);
    });
    if (heirs.length === 0) break;
    parts = night.joiner.join(heirs);
  }
  const others = [...plan.reads, ...plan.superseded].filter((raw) => !landed.has(raw));
  const superseded = others.filter(({ key }) => !night.damage.keys.has(key));
  for (const { dt } of superseded) tally.count(dt, 'superseded');
  const found = others.filter(({ key }) => night.damage.keys.has(key));
  return { reads: [...landed], superseded, damaged: [...plan.damaged, ...found] };
}
