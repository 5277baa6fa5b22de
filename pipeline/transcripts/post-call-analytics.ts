import { z } from 'zod';
import { listOf, recordOf, type SentimentLabel, type Speaker } from '../contract/index.ts';
import { contactSummary, lenient, lines, roleSentiment, summaryText } from './aws-analytics.ts';
import { byStart, lastEndSeconds, parsedTranscript, summaryOf, transcriptOf, usableCallId } from './build.ts';
import type { TranscriptFormat } from './format.ts';
import { guessRoles, type RoleAssignment, saidRoles, type Utterance } from './roles.ts';
import { endsAfterStart, isObject, secondsAsMillis, shaped, spoken } from './shape.ts';
import { parseInstant, zonedInstant } from './time.ts';

const name = 'post-call-analytics';

const flag = z
  .union([z.boolean(), z.number(), z.string()])
  .nullish()
  .transform((value) => value === true || value === 1 || String(value).toLowerCase() === 'true');

const segment = z
  .object({
    SegmentStartTime: secondsAsMillis,
    SegmentEndTime: secondsAsMillis,
    SegmentSpeaker: z.string().nullish(),
    IVRSegment: flag,
    OriginalText: z.string().nullish(),
    DisplayText: z.string().nullish(),
    SentimentIsPositive: flag,
    SentimentIsNegative: flag,
    /** An object; an empty list where nothing was measured. */
    BaseSentimentScores: lenient(z.object({ Neutral: lenient(z.number()) })),
    EntitiesDetected: lenient(
      listOf(z.object({ Text: z.string(), Type: z.string(), Score: lenient(z.number()) })),
    ),
  })
  .superRefine(endsAfterStart('SegmentStartTime', 'SegmentEndTime'))
  .superRefine(({ DisplayText, OriginalText }, context) => {
    if (typeof (DisplayText ?? OriginalText) !== 'string')
      context.addIssue({ code: 'custom', message: 'a segment without text', path: ['DisplayText'] });
  });
type Segment = z.infer<typeof segment>;

const texts = lenient(listOf(z.object({ Text: z.string() })));

const schema = z.object({
  ConversationAnalytics: z.object({
    GUID: spoken,
    Agent: spoken,
    Agents: lenient(listOf(z.string())),
    Cust: spoken,
    ConversationTime: spoken,
    ConversationLocation: spoken,
    LanguageCode: spoken,
    Duration: secondsAsMillis.nullish(),
    SpeakerLabels: listOf(z.object({ Speaker: z.string(), DisplayText: z.string().nullish() })).nullish(),
    SentimentTrends: lenient(recordOf(z.object({ SentimentScore: lenient(z.number()) }).loose())),
    CategoriesDetected: listOf(z.object({ Name: z.string(), Instances: lenient(z.number()) })).nullish(),
    CustomEntities: listOf(z.object({ Name: z.string(), Values: listOf(z.string()).nullish() })).nullish(),
    IssuesDetected: texts,
    OutcomesDetected: texts,
    ActionItemsDetected: texts,
    Summary: lenient(recordOf(z.unknown())),
    ContactSummary: contactSummary,
    SourceInformation: lenient(
      listOf(
        z.object({
          TranscribeJobInfo: lenient(
            z.object({ TranscriptionJobName: lenient(z.string()), RedactedTranscript: flag }),
          ),
        }),
      ),
    ),
  }),
  SpeechSegments: listOf(segment),
});
type Analytics = z.infer<typeof schema>['ConversationAnalytics'];

/** Parsed result of the sample solution "post call analytics" (output_json_structure.md in its repository); times are seconds. */
export const postCallAnalytics = {
  name,
  title: 'Amazon Transcribe post-call-analytics, parsed result',
  recognises: (json) => isObject(json) && 'ConversationAnalytics' in json && 'SpeechSegments' in json,
  parse(json, options) {
    const { ConversationAnalytics: call, SpeechSegments } = shaped(name, schema, json);
    const utterances = byStart(SpeechSegments.map(utterance));
    const roles = rolesOf(call) ?? guessRoles(utterances, 'voice', options.direction ?? null);
    const transcript = transcriptOf(utterances, 'voice', roles);
    const job = call.SourceInformation?.find((one) => one.TranscribeJobInfo)?.TranscribeJobInfo;
    const redacted = job?.RedactedTranscript ?? false;
    return parsedTranscript({
      provider: name,
      channel: 'voice',
      facts: {
        call_id: usableCallId(call.GUID),
        started_at: startOf(call),
        agent: call.Agent && call.Agent.length <= 500 ? { id: call.Agent, name: null, team: null } : null,
        language: call.LanguageCode,
        customer_ref: call.Cust && call.Cust.length <= 500 ? call.Cust : null,
      },
      duration_seconds: typeof call.Duration === 'number' ? call.Duration / 1000 : lastEndSeconds(utterances),
      job: job?.TranscriptionJobName ?? null,
      pii_redacted: redacted,
      redacted_by: redacted ? 'amazon-transcribe' : null,
      transcript,
      sentiment: trendOf(call, roles),
      entities: entitiesOf(call, SpeechSegments),
      categories: [...new Set((call.CategoriesDetected ?? []).map((one) => one.Name))],
      ai_summary: summaryOf(summaryFields(call)),
    });
  },
} as const satisfies TranscriptFormat;

/** Label of segments that the telephony's machine spoke. */
const IVR = 'IVR';

function utterance(one: Segment): Utterance {
  return {
    label: one.IVRSegment ? IVR : (one.SegmentSpeaker ?? null),
    start_ms: one.SegmentStartTime,
    end_ms: one.SegmentEndTime,
    text: one.DisplayText ?? one.OriginalText ?? '',
    sentiment: sentimentOf(one),
  };
}

/** Neither positive nor negative is neutral only where sentiment was measured at all. */
function sentimentOf(one: Segment): SentimentLabel | null {
  if (one.SentimentIsPositive && one.SentimentIsNegative) return 'MIXED';
  if (one.SentimentIsPositive) return 'POSITIVE';
  if (one.SentimentIsNegative) return 'NEGATIVE';
  return one.BaseSentimentScores ? 'NEUTRAL' : null;
}

/** Roles from the labels' display texts; null when none of them names an agent or a customer. */
function rolesOf(call: Analytics): RoleAssignment | null {
  const said = (call.SpeakerLabels ?? []).map(
    ({ Speaker, DisplayText }) => [Speaker, shownRole(call, DisplayText)] as const,
  );
  return said.some(([, role]) => role !== 'OTHER') ? saidRoles(new Map(said)) : null;
}

function shownRole(call: Analytics, text: string | null | undefined): Speaker {
  const shown = text?.trim() ?? '';
  if (shown === '') return 'OTHER';
  if (/^agent\b|^agent[\d_]/i.test(shown) || shown === call.Agent || call.Agents?.includes(shown))
    return 'AGENT';
  return /^(customer|caller)\b|^(customer|caller)[\d_]/i.test(shown) || shown === call.Cust
    ? 'CUSTOMER'
    : 'OTHER';
}

/** The conversation's clock time, in its place's zone unless it has an offset; null when the zone is missing or unknown. */
function startOf({ ConversationTime, ConversationLocation }: Analytics): string | null {
  if (!ConversationTime) return null;
  const own = parseInstant(ConversationTime.replace(' ', 'T'));
  const instant = own ?? (ConversationLocation ? zonedInstant(ConversationTime, ConversationLocation) : null);
  return instant === null ? null : new Date(instant).toISOString();
}

/** Scores of the first speaker with each role. */
function trendOf({ SentimentTrends }: Analytics, { of }: RoleAssignment) {
  const score = (role: Speaker): number | null => {
    const label = [...of].find(([, one]) => one === role)?.[0];
    return (label === undefined ? undefined : SentimentTrends?.[label]?.SentimentScore) ?? null;
  };
  return roleSentiment(score('AGENT'), score('CUSTOMER'));
}

/** Entities once each, with the best score that a segment gave them; those only in the header have none. */
function entitiesOf(call: Analytics, segments: readonly Segment[]) {
  const found = segments.flatMap(({ EntitiesDetected }) => EntitiesDetected ?? []);
  const listed = (call.CustomEntities ?? []).flatMap(({ Name, Values }) =>
    (Values ?? []).map((Text) => ({ Text, Type: Name, Score: null })),
  );
  const best = new Map<string, { text: string; type: string; score: number | null }>();
  for (const { Text, Type, Score } of [...found, ...listed]) {
    const key = JSON.stringify([Type, Text]);
    const score = Math.max(
      best.get(key)?.score ?? Number.NEGATIVE_INFINITY,
      Score ?? Number.NEGATIVE_INFINITY,
    );
    best.set(key, { text: Text, type: Type, score: Number.isFinite(score) ? score : null });
  }
  return [...best.values()];
}

/** Summary holds freely named texts: "Summary" is the call's; all others are kept as "name: text". */
function summaryFields(call: Analytics) {
  const named = Object.entries(call.Summary ?? {}).flatMap(([title, text]) =>
    typeof text === 'string' && text.trim() !== '' ? [{ title: title.trim(), text: text.trim() }] : [],
  );
  const main = named.find(({ title }) => title.toLowerCase() === 'summary');
  return {
    issue: lines((call.IssuesDetected ?? []).map(({ Text }) => Text.trim())),
    outcome: lines((call.OutcomesDetected ?? []).map(({ Text }) => Text.trim())),
    action_items: (call.ActionItemsDetected ?? []).map(({ Text }) => Text.trim()),
    key_details: named.filter((one) => one !== main).map(({ title, text }) => `${title}: ${text}`),
    call_summary: main?.text ?? summaryText(call.ContactSummary).call_summary,
  };
}
