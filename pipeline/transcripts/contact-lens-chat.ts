import { z } from 'zod';
import { listOf, type SentimentLabel } from '../contract/index.ts';
import {
  categoryNames,
  characterOffsets,
  contactSummaryFields,
  contentMetadata,
  isAnalyticsOutput,
  lenient,
  lines,
  matchedCategories,
  participant,
  passage,
  redaction,
  roleScores,
  roleSentiment,
  rolesById,
  summaryText,
} from './aws-analytics.ts';
import { parsedTranscript, roleOf, summaryOf, transcriptOf, usableCallId } from './build.ts';
import type { TranscriptFormat } from './format.ts';
import { saidRoles, type Utterance } from './roles.ts';
import { isObject, sentiment, shaped } from './shape.ts';
import { parseInstant } from './time.ts';

const name = 'contact-lens-chat';

const absoluteTime = z.string().transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'not an ISO 8601 time with Z or an offset' });
  return z.NEVER;
});

const named = participant.extend({
  DisplayName: z.string().nullish(),
  DisplayText: z.string().nullish(),
});

const item = named
  .extend({
    AbsoluteTime: absoluteTime.nullish(),
    Content: z.string().nullish(),
    Id: z.string().nullish(),
    Type: z.string().nullish(),
  })
  .superRefine((one, context) => {
    if (isMessage(one) && typeof one.AbsoluteTime !== 'number')
      context.addIssue({ code: 'custom', message: 'a message without a time', path: ['AbsoluteTime'] });
  });
type ChatItem = z.infer<typeof item>;

const pointers = lenient(
  listOf(
    z.object({
      TranscriptItems: lenient(
        listOf(z.object({ Id: z.string(), CharacterOffsets: lenient(characterOffsets) })),
      ),
    }),
  ),
);

const summaryItems = lenient(
  listOf(z.object({ IssuesDetected: pointers, OutcomesDetected: pointers, ActionItemsDetected: pointers })),
);

const schema = z.object({
  Transcript: listOf(item),
  Participants: listOf(named).nullish(),
  LanguageCode: z.string().nullish(),
  ContactId: lenient(z.string()),
  CustomerMetadata: lenient(z.object({ ContactId: lenient(z.string()) })),
  Categories: matchedCategories,
  ContentMetadata: contentMetadata,
  ConversationCharacteristics: z
    .object({
      ContactSummary: lenient(z.object({ ...contactSummaryFields, SummaryItemsDetected: summaryItems })),
      Sentiment: lenient(
        z.object({
          OverallSentiment: lenient(z.object({ DetailsByParticipantRole: lenient(roleScores) })),
          DetailsByTranscriptItemGroup: lenient(
            listOf(z.object({ Sentiment: sentiment, TranscriptItems: listOf(z.object({ Id: z.string() })) })),
          ),
        }),
      ),
    })
    .nullish(),
});
type Chat = z.infer<typeof schema>;
type SummaryItems = z.infer<typeof summaryItems>;

const ROLES = saidRoles(
  new Map([
    ['AGENT', 'AGENT'],
    ['CUSTOMER', 'CUSTOMER'],
  ]),
);

/** Whether this is a chat with instants: Contact Lens says CHAT, a bare Connect chat transcript only shows it by its items. */
export function isContactLensChat(json: unknown): boolean {
  if (!isAnalyticsOutput(json)) return false;
  if (json.Channel !== undefined && json.Channel !== null) return json.Channel === 'CHAT';
  const first: unknown = Array.isArray(json.Transcript) ? json.Transcript[0] : undefined;
  return 'ChatTranscriptVersion' in json || (isObject(first) && 'AbsoluteTime' in first);
}

/**
 * Contact Lens analysis of a chat:
 * https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files-chat.html
 */
export const contactLensChat = {
  name,
  title: 'Amazon Connect Contact Lens, chat',
  recognises: isContactLensChat,
  parse(json) {
    const chat = shaped(name, schema, json);
    const roleById = rolesById(chat.Participants);
    const role = (one: ChatItem) => roleOf(one.ParticipantRole ?? roleById.get(one.ParticipantId ?? ''));
    const instants = chat.Transcript.flatMap(({ AbsoluteTime }) => AbsoluteTime ?? []);
    const start = instants.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
    const end = instants.reduce((most, at) => Math.max(most, at), start);
    const sentiments = sentimentByItem(chat);
    const messages = inFileSeconds(chat.Transcript.filter(isMessage));
    const utterances = messages.map((one): Utterance => {
      const at = (one.AbsoluteTime ?? start) - start;
      const label = (one.Id && sentiments.get(one.Id)) || null;
      return { label: role(one), start_ms: at, end_ms: at, text: one.Content ?? '', sentiment: label };
    });
    const traits = chat.ConversationCharacteristics;
    const scores = traits?.Sentiment?.OverallSentiment?.DetailsByParticipantRole;
    return parsedTranscript({
      provider: name,
      channel: 'chat',
      facts: {
        call_id: usableCallId(chat.CustomerMetadata?.ContactId ?? chat.ContactId),
        started_at: instants.length > 0 ? new Date(start).toISOString() : null,
        agent: agentOf(chat, messages, role),
        language: chat.LanguageCode ?? null,
      },
      duration_seconds: instants.length > 0 ? (end - start) / 1000 : null,
      ...redaction(chat.ContentMetadata, 'contact-lens'),
      transcript: transcriptOf(utterances, 'chat', ROLES),
      sentiment: roleSentiment(scores?.AGENT, scores?.CUSTOMER),
      categories: categoryNames(chat.Categories),
      ai_summary: summaryOf({
        ...pointedSummary(traits?.ContactSummary?.SummaryItemsDetected, chat.Transcript),
        ...summaryText(traits?.ContactSummary),
      }),
    });
  },
} as const satisfies TranscriptFormat;

function isMessage(one: Pick<ChatItem, 'Type' | 'Content'>): boolean {
  return (one.Type ?? 'MESSAGE') === 'MESSAGE' && Boolean(one.Content);
}

/** By whole second, the file's order kept within one: clients' clocks differ by less than that, servers' queues do not. */
function inFileSeconds(messages: readonly ChatItem[]): ChatItem[] {
  const second = ({ AbsoluteTime }: ChatItem): number => Math.floor((AbsoluteTime ?? 0) / 1000);
  return messages.toSorted((a, b) => second(a) - second(b));
}

/** The name that the first agent to write goes by. A ParticipantId is made anew for each contact, so it names nobody. */
function agentOf(chat: Chat, messages: readonly ChatItem[], role: (one: ChatItem) => string) {
  const writer = messages.find((one) => role(one) === 'AGENT');
  const listed = chat.Participants?.find((one) =>
    writer?.ParticipantId ? one.ParticipantId === writer.ParticipantId : one.ParticipantRole === 'AGENT',
  );
  const shown = [writer?.DisplayName, writer?.DisplayText, listed?.DisplayName, listed?.DisplayText];
  const text = shown.map((one) => one?.trim()).find((one) => one && one !== '[PII]');
  return text && text.length <= 500 ? { id: null, name: text, team: null } : null;
}

function sentimentByItem(chat: Chat): Map<string, SentimentLabel | null> {
  const groups = chat.ConversationCharacteristics?.Sentiment?.DetailsByTranscriptItemGroup ?? [];
  return new Map(
    groups.flatMap((group) => group.TranscriptItems.map(({ Id }) => [Id, group.Sentiment] as const)),
  );
}

/** Issues, outcomes and action items of a chat point at passages of items instead of holding text. */
function pointedSummary(items: SummaryItems, transcript: readonly ChatItem[]) {
  const textById = new Map(transcript.map((one) => [one.Id, one.Content ?? '']));
  const texts = (kind: 'IssuesDetected' | 'OutcomesDetected' | 'ActionItemsDetected'): string[] =>
    (items ?? [])
      .flatMap((one) => one[kind] ?? [])
      .flatMap(({ TranscriptItems }) => TranscriptItems ?? [])
      .map(({ Id, CharacterOffsets }) => passage(textById.get(Id) ?? '', CharacterOffsets))
      .filter((text) => text !== '');
  return {
    issue: lines(texts('IssuesDetected')),
    outcome: lines(texts('OutcomesDetected')),
    action_items: texts('ActionItemsDetected'),
  };
}
