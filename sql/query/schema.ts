// Generated from the catalog by scripts/generate-lake-schema.mjs; a test keeps it fresh.

/**
 * Columns of the published views as their values come back: dates are `YYYY-MM-DD` and timestamps `YYYY-MM-DD HH:MM:SS.mmm`;
 * whole numbers are counts and durations, within 2^53.
 */
export interface LakeSchema {
  readonly stg_action_items: StgActionItemsV1;
  readonly stg_action_items_v1: StgActionItemsV1;
  readonly stg_call_days: StgCallDaysV1;
  readonly stg_call_days_v1: StgCallDaysV1;
  readonly stg_calls: StgCallsV1;
  readonly stg_calls_v1: StgCallsV1;
  readonly stg_criterion_days: StgCriterionDaysV1;
  readonly stg_criterion_days_v1: StgCriterionDaysV1;
  readonly stg_criterion_scores: StgCriterionScoresV1;
  readonly stg_criterion_scores_v1: StgCriterionScoresV1;
  readonly stg_entities: StgEntitiesV1;
  readonly stg_entities_v1: StgEntitiesV1;
  readonly stg_etl_runs: StgEtlRunsV1;
  readonly stg_etl_runs_v1: StgEtlRunsV1;
  readonly stg_evaluations: StgEvaluationsV1;
  readonly stg_evaluations_v1: StgEvaluationsV1;
  readonly stg_key_phrases: StgKeyPhrasesV1;
  readonly stg_key_phrases_v1: StgKeyPhrasesV1;
  readonly stg_reviews: StgReviewsV1;
  readonly stg_reviews_v1: StgReviewsV1;
  readonly stg_turns: StgTurnsV1;
  readonly stg_turns_v1: StgTurnsV1;
  readonly qa_scores: QaScoresV1;
  readonly qa_scores_v1: QaScoresV1;
  readonly agent_criterion_matrix: AgentCriterionMatrixV1;
  readonly agent_criterion_matrix_v1: AgentCriterionMatrixV1;
  readonly call_list: CallListV1;
  readonly call_list_v1: CallListV1;
  readonly agent_scorecard: AgentScorecardV1;
  readonly agent_scorecard_v1: AgentScorecardV1;
  readonly criterion_pass_rate_weekly: CriterionPassRateWeeklyV1;
  readonly criterion_pass_rate_weekly_v1: CriterionPassRateWeeklyV1;
  readonly data_freshness: DataFreshnessV1;
  readonly data_freshness_v1: DataFreshnessV1;
  readonly data_quality: DataQualityV1;
  readonly data_quality_v1: DataQualityV1;
  readonly quarantine_reasons: QuarantineReasonsV1;
  readonly quarantine_reasons_v1: QuarantineReasonsV1;
  readonly score_coverage: ScoreCoverageV1;
  readonly score_coverage_v1: ScoreCoverageV1;
  readonly score_trend: ScoreTrendV1;
  readonly score_trend_v1: ScoreTrendV1;
  readonly top_failed_criteria: TopFailedCriteriaV1;
  readonly top_failed_criteria_v1: TopFailedCriteriaV1;
}

export interface StgActionItemsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Position among the action items of the call, from 0. */
  readonly item_index: number;
  /** What is to be done. */
  readonly text: string;
}

export interface StgCallDaysV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** UTC day on which the calls started. */
  readonly dt: string;
  /** Day on which the calls started in the tenant's time zone. */
  readonly call_date: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Calls. */
  readonly calls: number;
  /** Calls with a percentage. */
  readonly scored_calls: number;
  /** Calls whose length is known. */
  readonly duration_count: number;
  /** Seconds of those together; NULL when there is none. */
  readonly duration_sum: number | null;
  /** Calls whose silence is known. */
  readonly silence_count: number;
  /** Milliseconds of silence in those; NULL when there is none. */
  readonly silence_ms_sum: number | null;
  /** Calls whose customer's sentiment is known. */
  readonly sentiment_customer_count: number;
  /** Sum of the customer's sentiment over those; NULL when there is none. */
  readonly sentiment_customer_sum: number | null;
}

export interface StgCallsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Revision of the raw document that the row was made from; sorts by time. */
  readonly revision: string;
  /** Start of the call, UTC. */
  readonly started_at: string;
  /** Who said when it started: sidecar, vendor, option or first_ingest. */
  readonly started_at_origin: string;
  /** Start of the call as the clock on the wall of the tenant's time zone showed it. */
  readonly started_local: string;
  /** When the raw document was written, UTC. */
  readonly processed_at: string;
  /** Length of the call in seconds; NULL when unknown. */
  readonly duration_seconds: number | null;
  /** inbound, outbound or internal; NULL when unknown. */
  readonly direction: string | null;
  /** BCP 47 tag of the spoken language; NULL when unknown. */
  readonly language: string | null;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** The tenant's own reference of the customer; NULL when unknown. */
  readonly customer_ref: string | null;
  /** transcript, recording or result. */
  readonly source_kind: string;
  /** Format that the content came in (docs/formats.md). */
  readonly source_provider: string;
  /** Where the content was read from. */
  readonly source_uri: string | null;
  /** SHA-256 of the content, hexadecimal. */
  readonly content_sha256: string;
  /** Whether the text was redacted before it reached the lake, as far as the source says. */
  readonly pii_redacted: boolean;
  /** Turns in the transcript; NULL when there is no transcript. */
  readonly turn_count: number | null;
  /** source, rule or none: who said which speaker is the agent. */
  readonly speaker_roles_origin: string | null;
  /** How sure the roles are, 0 to 1. */
  readonly speaker_roles_confidence: number | null;
  /** Milliseconds in which the agent speaks; NULL for chats and without times or roles. */
  readonly talk_time_agent_ms: number | null;
  /** Milliseconds in which the customer speaks; NULL as above. */
  readonly talk_time_customer_ms: number | null;
  /** Milliseconds in which nobody speaks; NULL for chats and without times. */
  readonly silence_ms: number | null;
  /** Turns that begin while the other role speaks; NULL as above. */
  readonly interruptions: number | null;
  /** POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown. */
  readonly sentiment: string | null;
  /** Sentiment of the agent, -5 to 5; NULL when unknown. */
  readonly sentiment_agent: number | null;
  /** Sentiment of the customer, -5 to 5; NULL when unknown. */
  readonly sentiment_customer: number | null;
  /** Tone, 0 to 100; NULL when unknown. */
  readonly tone_score: number | null;
  /** Categories that the vendor or a model matched. */
  readonly categories: readonly string[];
  /** Topics that the vendor or a model found. */
  readonly topics: readonly string[];
  /** What the call was about. */
  readonly issue: string | null;
  /** How it was resolved. */
  readonly resolution: string | null;
  /** How it ended. */
  readonly outcome: string | null;
  /** Summary of the call. */
  readonly call_summary: string | null;
  /** Evaluations of the call, of all forms and attempts. */
  readonly evaluation_count: number;
  /** Why no evaluation has a percentage; NULL when one has. */
  readonly unscored_reason: string | null;
}

export interface StgCriterionDaysV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** UTC day on which the calls started. */
  readonly dt: string;
  /** Day on which the calls started in the tenant's time zone. */
  readonly call_date: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form. */
  readonly form_version: number;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Section of the form; NULL for a form without sections. */
  readonly section_id: string | null;
  /** Text of the criterion. */
  readonly question: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Answers of current evaluations, of any outcome. */
  readonly answers: number;
  /** Answers with outcome pass. */
  readonly passed: number;
  /** Answers with outcome fail. */
  readonly failed: number;
  /** Answers with outcome partial. */
  readonly partial: number;
  /** Answers with outcome not_applicable. */
  readonly not_applicable: number;
  /** Answers with outcome undetermined. */
  readonly undetermined: number;
  /** Sum of the scores; NULL when none of the answers has one. */
  readonly score_sum: number | null;
  /** Sum of the highest possible scores of those that have one; NULL when none has. */
  readonly max_score_sum: number | null;
}

export interface StgCriterionScoresV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the evaluation. */
  readonly evaluation_id: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Counts scorings of the same call by the same form, from 1. */
  readonly attempt: number;
  /** True for the last attempt of this call by this form. */
  readonly is_latest: boolean;
  /** True for the evaluation that reports show: the last one of this call by any form. */
  readonly is_current: boolean;
  /** When the call was scored, UTC. */
  readonly scored_at: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Section of the form; NULL for a form without sections. */
  readonly section_id: string | null;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Position of the criterion in its form, from 0. */
  readonly criterion_index: number;
  /** Text of the criterion. */
  readonly question: string;
  /** rule, metric or llm: how it is answered. */
  readonly kind: string;
  /** Weight in the form. */
  readonly weight: number;
  /** Whether it must be answered (no not_applicable). */
  readonly required: boolean;
  /** none, section or form: what a fail of it fails. */
  readonly critical: string;
  /** pass, fail, partial, not_applicable or undetermined. */
  readonly outcome: string;
  /** 0 to max_score; NULL when not applicable or undetermined. */
  readonly score: number | null;
  /** Highest possible score. */
  readonly max_score: number;
  /** Why it came out so. */
  readonly reason: string | null;
  /** 0 to 1; NULL when the scorer gives none. */
  readonly confidence: number | null;
  /** First verified quote; NULL when there is none. */
  readonly evidence_quote: string | null;
  /** turn_index of that quote. */
  readonly evidence_turn: number | null;
  /** All evidence: turn_index, its start, offset in code points, the quote, and whether it was found there. */
  readonly evidence: readonly unknown[][];
}

export interface StgEntitiesV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Position among the entities of the call, from 0. */
  readonly entity_index: number;
  /** Kind of entity in the words of who found it, such as PERSON, ORGANIZATION or DATE. */
  readonly entity_type: string;
  /** The passage that was recognised. */
  readonly text: string;
  /** 0 to 1; NULL when who found it gives none. */
  readonly confidence: number | null;
}

export interface StgEtlRunsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the night. */
  readonly run_id: string;
  /** When the night began, UTC. */
  readonly started_at: string;
  /** When it was done with the tenant, UTC. */
  readonly finished_at: string;
  /** published, unchanged (there was nothing new), partial (published, but not everything) or failed (the old data stays visible). */
  readonly status: string;
  /** Version of the tenant's published data after the night; NULL when it could not be read. */
  readonly version: number | null;
  /** Rules that the rows were made by. */
  readonly shape_version: string;
  /** UTC day of the calls; day of arrival for what ingest refused. NULL on the row of the night as a whole. */
  readonly dt: string | null;
  /** Curated table that rows_out is of; NULL on other rows. */
  readonly table_name: string | null;
  /** Reason that quarantined is counted by; NULL on other rows. */
  readonly quarantine_code: string | null;
  /** Documents that the night, or the night on that day, dealt with; NULL on rows of a table or a reason. */
  readonly documents_in: number | null;
  /** Of those, documents that became rows; NULL as above. */
  readonly landed: number | null;
  /** Of those, older revisions of a call; NULL as above. */
  readonly superseded: number | null;
  /** Of those, documents that could not be used; on rows of a reason, those of that reason. NULL on rows of a table. */
  readonly quarantined: number | null;
  /** Rows of the table and day in the files that were written; NULL on rows without a table. */
  readonly rows_out: number | null;
  /** Whether documents in = landed + superseded + quarantined, and rows are as many as were made. */
  readonly balanced: boolean;
  /** Why it failed; NULL when it did not. */
  readonly error_code: string | null;
  /** The same in words: places without the ids of calls, never content. */
  readonly error_message: string | null;
}

export interface StgEvaluationsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the evaluation. */
  readonly evaluation_id: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Counts scorings of the same call by the same form, from 1. */
  readonly attempt: number;
  /** True for the last attempt of this call by this form. */
  readonly is_latest: boolean;
  /** True for the evaluation that reports show: the last one of this call by any form. */
  readonly is_current: boolean;
  /** When the call was scored, UTC. */
  readonly scored_at: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** What scored the call. */
  readonly scorer: string;
  /** Model that answered; NULL when none did. */
  readonly model: string | null;
  /** scored, partial (some criteria undetermined) or unscored (no percentage). */
  readonly status: string;
  /** Weighted points reached; NULL when unscored. */
  readonly total_score: number | null;
  /** Weighted points reachable over what applied and was determined; NULL when unscored. */
  readonly max_score: number | null;
  /** 0 to 100, 0 after an auto-fail of the form; NULL when unscored. */
  readonly percentage: number | null;
  /** Share of the applicable weight that was determined, 0 to 1; NULL when nothing applied. */
  readonly coverage: number | null;
  /** Whether a critical criterion failed the form. */
  readonly auto_failed: boolean;
  /** Score band of the form; NULL when unscored or the form has none. */
  readonly band: string | null;
  /** Criteria in the evaluation. */
  readonly criteria_count: number;
  /** Criteria with outcome fail. */
  readonly failed_count: number;
  /** Criteria with outcome undetermined. */
  readonly undetermined_count: number;
}

export interface StgKeyPhrasesV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Position among the key phrases of the call, from 0. */
  readonly phrase_index: number;
  /** The phrase. */
  readonly text: string;
  /** 0 to 1; NULL when who found it gives none. */
  readonly confidence: number | null;
}

export interface StgReviewsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Id of the review, unique within the call. */
  readonly review_id: string;
  /** Id of the evaluation under review. */
  readonly evaluation_id: string;
  /** Id of its QA form. */
  readonly form_id: string;
  /** Version of its QA form. */
  readonly form_version: number;
  /** Its attempt. */
  readonly attempt: number;
  /** Id of the criterion under review. */
  readonly criterion_id: string;
  /** override, recheck (blind), calibration or dispute: why a person looked. */
  readonly kind: string;
  /** Id of the person. */
  readonly reviewer_id: string;
  /** When the person answered, UTC. */
  readonly reviewed_at: string;
  /** pass, fail, partial, not_applicable or undetermined, as the person sees it. */
  readonly outcome: string;
  /** 0 to max_score; NULL when not applicable or undetermined. */
  readonly score: number | null;
  /** Highest possible score. */
  readonly max_score: number;
  /** The person's remark. */
  readonly comment: string | null;
}

export interface StgTurnsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Position in the transcript, from 0. */
  readonly turn_index: number;
  /** AGENT, CUSTOMER or OTHER. */
  readonly speaker: string;
  /** Milliseconds since the start of the call; NULL when the source has no times. */
  readonly start_ms: number | null;
  /** End of the turn; equals start_ms in chats. */
  readonly end_ms: number | null;
  /** What was said or written. */
  readonly text: string;
  /** Words in the text, by white space. */
  readonly word_count: number;
  /** POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown. */
  readonly sentiment: string | null;
}

export interface QaScoresV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** voice or chat. */
  readonly channel: string;
  /** Id of the evaluation. */
  readonly evaluation_id: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Counts scorings of the same call by the same form, from 1. */
  readonly attempt: number;
  /** Section of the form; NULL for a form without sections. */
  readonly section_id: string | null;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Position of the criterion in its form, from 0. */
  readonly criterion_index: number;
  /** Text of the criterion. */
  readonly question: string;
  /** rule, metric or llm: how it is answered. */
  readonly kind: string;
  /** Weight in the form. */
  readonly weight: number;
  /** Whether it must be answered (no not_applicable). */
  readonly required: boolean;
  /** none, section or form: what a fail of it fails. */
  readonly critical: string;
  /** pass, fail, partial, not_applicable or undetermined. */
  readonly outcome: string;
  /** 0 to max_score; NULL when not applicable or undetermined. */
  readonly score: number | null;
  /** Highest possible score. */
  readonly max_score: number;
  /** Why it came out so. */
  readonly reason: string | null;
  /** 0 to 1; NULL when the scorer gives none. */
  readonly confidence: number | null;
  /** First verified quote; NULL when there is none. */
  readonly evidence_quote: string | null;
  /** turn_index of that quote. */
  readonly evidence_turn: number | null;
  /** When the call was scored, UTC. */
  readonly scored_at: string;
}

export interface AgentCriterionMatrixV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Text of the criterion. */
  readonly question: string;
  /** pass, partial and fail together. */
  readonly answered: number;
  /** Answers with outcome pass. */
  readonly passed: number;
  /** Answers with outcome fail. */
  readonly failed: number;
  /** Share of the answered that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
}

export interface CallListV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Start of the call, UTC. */
  readonly started_at: string;
  /** Start of the call as the clock on the wall of the tenant's time zone showed it. */
  readonly started_local: string;
  /** Length of the call in seconds; NULL when unknown. */
  readonly duration_seconds: number | null;
  /** voice or chat. */
  readonly channel: string;
  /** inbound, outbound or internal; NULL when unknown. */
  readonly direction: string | null;
  /** BCP 47 tag of the spoken language; NULL when unknown. */
  readonly language: string | null;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** The tenant's own reference of the customer; NULL when unknown. */
  readonly customer_ref: string | null;
  /** Turns in the transcript; NULL when there is no transcript. */
  readonly turn_count: number | null;
  /** POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown. */
  readonly sentiment: string | null;
  /** Sentiment of the customer, -5 to 5; NULL when unknown. */
  readonly sentiment_customer: number | null;
  /** Milliseconds in which nobody speaks; NULL for chats and without times. */
  readonly silence_ms: number | null;
  /** Milliseconds in which the agent speaks; NULL for chats and without times or roles. */
  readonly talk_time_agent_ms: number | null;
  /** Milliseconds in which the customer speaks; NULL as above. */
  readonly talk_time_customer_ms: number | null;
  /** Turns that begin while the other role speaks; NULL as above. */
  readonly interruptions: number | null;
  /** What the call was about. */
  readonly issue: string | null;
  /** Summary of the call. */
  readonly call_summary: string | null;
  /** Id of the evaluation. */
  readonly evaluation_id: string | null;
  /** Id of the QA form. */
  readonly form_id: string | null;
  /** Version of the QA form; versions never change. */
  readonly form_version: number | null;
  /** scored, partial (some criteria undetermined) or unscored (no percentage, or no evaluation). */
  readonly evaluation_status: string;
  /** 0 to 100, 0 after an auto-fail of the form; NULL when unscored. */
  readonly percentage: number | null;
  /** Share of the applicable weight that was determined, 0 to 1; NULL when nothing applied. */
  readonly coverage: number | null;
  /** Score band of the form; NULL when unscored or the form has none. */
  readonly band: string | null;
  /** Whether a critical criterion failed the form. */
  readonly auto_failed: boolean | null;
  /** Criteria in the evaluation. */
  readonly criteria_count: number | null;
  /** Criteria with outcome fail. */
  readonly failed_count: number | null;
  /** Criteria with outcome undetermined. */
  readonly undetermined_count: number | null;
  /** Why no evaluation has a percentage; NULL when one has. */
  readonly unscored_reason: string | null;
  /** Format that the content came in (docs/formats.md). */
  readonly source_provider: string;
  /** Whether the text was redacted before it reached the lake, as far as the source says. */
  readonly pii_redacted: boolean;
}

export interface AgentScorecardV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Id of the agent; NULL when unknown. */
  readonly agent_id: string | null;
  /** Name of the agent; NULL when unknown. */
  readonly agent_name: string | null;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Calls of the agent in the month. */
  readonly calls: number;
  /** Calls with a percentage. */
  readonly scored_calls: number;
  /** Mean percentage of the scored calls; NULL when none was scored. */
  readonly average_percentage: number | null;
  /** Calls that a critical criterion failed. */
  readonly auto_failed_calls: number;
  /** Criteria with outcome pass, partial or fail. */
  readonly criteria_answered: number;
  /** Criteria with outcome pass. */
  readonly criteria_passed: number;
  /** Share of the answered criteria that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** Mean length of the calls whose length is known; NULL when none is. */
  readonly average_duration_seconds: number | null;
}

export interface CriterionPassRateWeeklyV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Monday of the week of call_date. */
  readonly week_start: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Text of the criterion. */
  readonly question: string;
  /** Answers with outcome pass. */
  readonly passed: number;
  /** Answers with outcome partial. */
  readonly partial: number;
  /** Answers with outcome fail. */
  readonly failed: number;
  /** Criteria that did not apply. */
  readonly not_applicable: number;
  /** Criteria that could not be determined. */
  readonly undetermined: number;
  /** pass, partial and fail together. */
  readonly answered: number;
  /** Share of the answered that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
}

export interface DataFreshnessV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the last night; NULL when none is recorded. */
  readonly last_run_id: string | null;
  /** When it was done with the tenant, UTC; NULL as above. The hours since then: date_diff('hour', last_run_at, <now in UTC>). */
  readonly last_run_at: string | null;
  /** published, unchanged, partial or failed; NULL as above. */
  readonly last_run_status: string | null;
  /** Id of the last night that published, all or in part; NULL when none did. */
  readonly last_published_run_id: string | null;
  /** When it was done, UTC; NULL as above. */
  readonly last_published_at: string | null;
  /** Start of the last night that left nothing out, UTC: the tables hold all that had landed by then. NULL when there was none. */
  readonly complete_as_of: string | null;
  /** End of the last night that failed, all or in part, UTC; NULL when none did. */
  readonly last_failed_at: string | null;
  /** Calls in the lake. */
  readonly calls: number;
  /** Last day with a call, in the tenant's time zone; NULL without calls. */
  readonly newest_call_date: string | null;
  /** Start of the newest call, UTC; NULL without calls. */
  readonly newest_call_started_at: string | null;
  /** When the last of the calls was written to the lake, UTC; NULL without calls. */
  readonly newest_processed_at: string | null;
}

export interface DataQualityV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the night. */
  readonly run_id: string;
  /** UTC day of the calls; day of arrival for what ingest refused. NULL when the night dealt with no document. */
  readonly dt: string | null;
  /** When the night began, UTC. */
  readonly started_at: string;
  /** When it was done with the tenant, UTC. */
  readonly finished_at: string;
  /** published, unchanged (there was nothing new) or failed (the old data of the day stays visible). */
  readonly status: string;
  /** Documents of the day that the night dealt with. */
  readonly documents_in: number;
  /** Of those, documents that became rows. */
  readonly landed: number;
  /** Of those, older revisions of a call. */
  readonly superseded: number;
  /** Of those, documents that could not be used; quarantine_reasons says why. */
  readonly quarantined: number;
  /** Rows of calls for the day in the files that were written. */
  readonly calls_out: number;
  /** Rows of all tables for the day in the files that were written. */
  readonly rows_out: number;
  /** Whether documents_in = landed + superseded + quarantined, and rows are as many as were made. */
  readonly balanced: boolean;
  /** Why it failed; NULL when it did not. */
  readonly error_code: string | null;
  /** The same in words: places without the ids of calls, never content. */
  readonly error_message: string | null;
}

export interface QuarantineReasonsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the night that counted them. */
  readonly run_id: string;
  /** UTC day of the calls; day of arrival for what ingest refused. */
  readonly dt: string;
  /** Reason, as the records in the quarantine have it. */
  readonly quarantine_code: string;
  /** When the night began, UTC. */
  readonly started_at: string;
  /** Documents of the day that were quarantined for that reason. */
  readonly documents: number;
}

export interface ScoreCoverageV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** scored, partial or unscored. */
  readonly evaluation_status: string;
  /** Why no evaluation has a percentage; NULL when one has. */
  readonly unscored_reason: string | null;
  /** Calls of the day in that state. */
  readonly calls: number;
}

export interface ScoreTrendV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Scored calls of the day. */
  readonly calls: number;
  /** Mean percentage of the day. */
  readonly average_percentage: number;
  /** Lowest percentage of the day. */
  readonly lowest_percentage: number;
  /** Highest percentage of the day. */
  readonly highest_percentage: number;
  /** Calls that a critical criterion failed. */
  readonly auto_failed_calls: number;
  /** Mean percentage of all calls of the last seven days that had scored calls, this day included. */
  readonly average_percentage_7d: number;
}

export interface TopFailedCriteriaV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Text of the criterion. */
  readonly question: string;
  /** none, section or form: what a fail of it fails. */
  readonly critical: string;
  /** pass, partial and fail together. */
  readonly answered: number;
  /** Answers with outcome fail. */
  readonly failed: number;
  /** Share of the answered that failed, 0 to 100. */
  readonly fail_rate: number;
  /** Calls in which it failed. */
  readonly failed_calls: number;
  /** Last call_date on which it failed; NULL when it never did. */
  readonly last_failed_on: string | null;
  /** A call in which it failed, the latest with a verified quote if there is one; NULL when it never did. */
  readonly example_call_id: string | null;
  /** Verified quote from that call; NULL when it has none. */
  readonly example_quote: string | null;
  /** 1 for the criterion that failed most often; ties by rate, then form and criterion. */
  readonly failure_rank: number;
}
