import { z } from 'zod';
import {
  callIdSchema,
  channelSchema,
  directionSchema,
  listOf,
  type Speaker,
  sentimentLabelSchema,
} from '../contract/index.ts';
import { lastEndSeconds, parsedTranscript, transcriptOf } from './build.ts';
import type { TranscriptFormat } from './format.ts';
import { guessRoles, type RoleAssignment, saidRoles, type Utterance } from './roles.ts';
import { isObject, shaped } from './shape.ts';
import { parseInstant } from './time.ts';

const name = 'cci-transcript';

const text500 = z.string().min(1).max(500).nullish();
const milliseconds = z.number().int().nonnegative().nullish();

const turn = z
  .strictObject({
    speaker: z.string().min(1).max(100).nullish(),
    start_ms: milliseconds,
    end_ms: milliseconds,
    text: z.string().min(1),
    sentiment: sentimentLabelSchema.nullish(),
  })
  .superRefine(({ start_ms, end_ms }, context) => {
    const timed = typeof start_ms === 'number';
    if (!timed && typeof end_ms === 'number')
      context.addIssue({ code: 'custom', message: 'an end without a start', path: ['end_ms'] });
    if (timed && typeof end_ms === 'number' && end_ms < start_ms)
      context.addIssue({ code: 'custom', message: 'a turn ends before it starts', path: ['end_ms'] });
  });
type OwnTurn = z.infer<typeof turn>;

const schema = z
  .strictObject({
    format: z.literal(name),
    version: z.literal(1),
    call_id: callIdSchema.nullish(),
    started_at: z
      .string()
      .refine((text) => parseInstant(text) !== null, 'not an ISO 8601 time with Z or an offset')
      .nullish(),
    duration_seconds: z.number().nonnegative().nullish(),
    channel: channelSchema,
    language: z.string().min(2).max(35).nullish(),
    direction: directionSchema.nullish(),
    queue: text500,
    agent: z.strictObject({ id: text500, name: text500, team: text500 }).nullish(),
    customer: z.strictObject({ ref: z.string().min(1).max(500) }).nullish(),
    pii_redacted: z.boolean().nullish(),
    turns: listOf(turn),
  })
  .superRefine(({ channel, turns }, context) => {
    if (channel === 'chat') return;
    const index = turns.findIndex(
      (one) => typeof one.start_ms === 'number' && typeof one.end_ms !== 'number',
    );
    if (index !== -1)
      context.addIssue({
        code: 'custom',
        message: 'a start without an end',
        path: ['turns', index, 'end_ms'],
      });
  });

/** Our own transcript JSON, defined in docs/formats.md. */
export const cciTranscript = {
  name,
  title: 'CCI transcript, version 1',
  recognises: (json) => isObject(json) && json.format === name,
  parse(json, options) {
    const call = shaped(name, schema, json);
    const { agent, channel, pii_redacted } = call;
    const direction = options.direction ?? call.direction ?? null;
    const utterances = call.turns.map((one) => utterance(one, channel === 'chat'));
    const started = typeof call.started_at === 'string' ? parseInstant(call.started_at) : null;
    return parsedTranscript({
      provider: name,
      channel,
      facts: {
        call_id: call.call_id ?? null,
        started_at: started === null ? null : new Date(started).toISOString(),
        agent: agent ? { id: agent.id ?? null, name: agent.name ?? null, team: agent.team ?? null } : null,
        queue: call.queue ?? null,
        direction: call.direction ?? null,
        language: call.language ?? null,
        customer_ref: call.customer?.ref ?? null,
      },
      duration_seconds: call.duration_seconds ?? lastEndSeconds(utterances),
      pii_redacted: pii_redacted ?? false,
      transcript: transcriptOf(
        utterances,
        channel,
        rolesOf(utterances) ?? guessRoles(utterances, channel, direction),
      ),
    });
  },
} as const satisfies TranscriptFormat;

function utterance(one: OwnTurn, chat: boolean): Utterance {
  const start = one.start_ms ?? null;
  return {
    label: one.speaker ?? null,
    start_ms: start,
    end_ms: chat ? start : (one.end_ms ?? null),
    text: one.text,
    sentiment: one.sentiment ?? null,
  };
}

/** The roles that the file states; null when it names neither an agent nor a customer. */
function rolesOf(utterances: readonly Utterance[]): RoleAssignment | null {
  const stated = (['AGENT', 'CUSTOMER'] as const).filter((role) =>
    utterances.some(({ label }) => label === role),
  );
  return stated.length > 0 ? saidRoles(new Map<string, Speaker>(stated.map((role) => [role, role]))) : null;
}
