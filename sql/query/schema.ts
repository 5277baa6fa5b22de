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
  readonly stg_check_runs: StgCheckRunsV1;
  readonly stg_check_runs_v1: StgCheckRunsV1;
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
  readonly call_list: CallListV1;
  readonly call_list_v1: CallListV1;
  readonly action_item_list: ActionItemListV1;
  readonly action_item_list_v1: ActionItemListV1;
  readonly qa_scores: QaScoresV1;
  readonly qa_scores_v1: QaScoresV1;
  readonly agent_cohort: AgentCohortV1;
  readonly agent_cohort_v1: AgentCohortV1;
  readonly talk_metrics: TalkMetricsV1;
  readonly talk_metrics_v1: TalkMetricsV1;
  readonly agent_conversation_metrics: AgentConversationMetricsV1;
  readonly agent_conversation_metrics_v1: AgentConversationMetricsV1;
  readonly agent_criterion_matrix: AgentCriterionMatrixV1;
  readonly agent_criterion_matrix_v1: AgentCriterionMatrixV1;
  readonly agent_scorecard: AgentScorecardV1;
  readonly agent_scorecard_v1: AgentScorecardV1;
  readonly auto_fail_list: AutoFailListV1;
  readonly auto_fail_list_v1: AutoFailListV1;
  readonly clock_offsets: ClockOffsetsV1;
  readonly clock_offsets_v1: ClockOffsetsV1;
  readonly call_detail: CallDetailV1;
  readonly call_detail_v1: CallDetailV1;
  readonly call_section_scores: CallSectionScoresV1;
  readonly call_section_scores_v1: CallSectionScoresV1;
  readonly call_turns: CallTurnsV1;
  readonly call_turns_v1: CallTurnsV1;
  readonly calls_by_category: CallsByCategoryV1;
  readonly calls_by_category_v1: CallsByCategoryV1;
  readonly calls_by_outcome: CallsByOutcomeV1;
  readonly calls_by_outcome_v1: CallsByOutcomeV1;
  readonly calls_by_topic: CallsByTopicV1;
  readonly calls_by_topic_v1: CallsByTopicV1;
  readonly check_results: CheckResultsV1;
  readonly check_results_v1: CheckResultsV1;
  readonly criterion_pass_rate_by_date: CriterionPassRateByDateV1;
  readonly criterion_pass_rate_by_date_v1: CriterionPassRateByDateV1;
  readonly criterion_pass_rate_daily: CriterionPassRateDailyV1;
  readonly criterion_pass_rate_daily_v1: CriterionPassRateDailyV1;
  readonly criterion_pass_rate_monthly: CriterionPassRateMonthlyV1;
  readonly criterion_pass_rate_monthly_v1: CriterionPassRateMonthlyV1;
  readonly criterion_pass_rate_weekly: CriterionPassRateWeeklyV1;
  readonly criterion_pass_rate_weekly_v1: CriterionPassRateWeeklyV1;
  readonly data_freshness: DataFreshnessV1;
  readonly data_freshness_v1: DataFreshnessV1;
  readonly data_quality: DataQualityV1;
  readonly data_quality_v1: DataQualityV1;
  readonly failed_criteria_evidence: FailedCriteriaEvidenceV1;
  readonly failed_criteria_evidence_v1: FailedCriteriaEvidenceV1;
  readonly form_version_comparison: FormVersionComparisonV1;
  readonly form_version_comparison_v1: FormVersionComparisonV1;
  readonly quarantine_reasons: QuarantineReasonsV1;
  readonly quarantine_reasons_v1: QuarantineReasonsV1;
  readonly queue_scorecard: QueueScorecardV1;
  readonly queue_scorecard_v1: QueueScorecardV1;
  readonly review_list: ReviewListV1;
  readonly review_list_v1: ReviewListV1;
  readonly review_agreement: ReviewAgreementV1;
  readonly review_agreement_v1: ReviewAgreementV1;
  readonly score_bands: ScoreBandsV1;
  readonly score_bands_v1: ScoreBandsV1;
  readonly score_by_date: ScoreByDateV1;
  readonly score_by_date_v1: ScoreByDateV1;
  readonly score_coverage: ScoreCoverageV1;
  readonly score_coverage_v1: ScoreCoverageV1;
  readonly score_distribution: ScoreDistributionV1;
  readonly score_distribution_v1: ScoreDistributionV1;
  readonly score_moving_average: ScoreMovingAverageV1;
  readonly score_moving_average_v1: ScoreMovingAverageV1;
  readonly score_trend: ScoreTrendV1;
  readonly score_trend_v1: ScoreTrendV1;
  readonly section_scores: SectionScoresV1;
  readonly section_scores_v1: SectionScoresV1;
  readonly sentiment_daily: SentimentDailyV1;
  readonly sentiment_daily_v1: SentimentDailyV1;
  readonly team_scorecard: TeamScorecardV1;
  readonly team_scorecard_v1: TeamScorecardV1;
  readonly tenant_usage: TenantUsageV1;
  readonly tenant_usage_v1: TenantUsageV1;
  readonly top_entities: TopEntitiesV1;
  readonly top_entities_v1: TopEntitiesV1;
  readonly top_failed_criteria: TopFailedCriteriaV1;
  readonly top_failed_criteria_v1: TopFailedCriteriaV1;
  readonly top_phrases: TopPhrasesV1;
  readonly top_phrases_v1: TopPhrasesV1;
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

export interface StgCheckRunsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the night after which the checks ran. */
  readonly run_id: string;
  /** Name of the check. */
  readonly check_name: string;
  /** error (do not trust the numbers) or warning (look at it). A check that could not be run is an error. */
  readonly severity: string;
  /** Whether no row broke the promise. False also when the check could not be run. */
  readonly passed: boolean;
  /** Rows that the check returned; NULL when it could not be run. */
  readonly violations: number | null;
  /** Why it could not be run; NULL when it ran. */
  readonly error_code: string | null;
  /** What should be so. */
  readonly promise: string;
  /** What to do when it is not. */
  readonly advice: string;
  /** Version of the tenant's published data that was checked; 0 when it could not be read. */
  readonly version: number;
  /** When the tenant's checks began, UTC; the same for all of them. */
  readonly checked_at: string;
  /** How long the check took, in milliseconds. */
  readonly duration_ms: number;
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
  readonly evidence: readonly (readonly [
    turn: number | null,
    start_ms: number | null,
    offset: number | null,
    quote: string | null,
    verified: boolean | null,
  ])[];
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

export interface ActionItemListV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Start of the call as the clock on the wall of the tenant's time zone showed it; NULL when the call is not there. */
  readonly started_local: string | null;
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
  /** What the call was about. */
  readonly issue: string | null;
  /** 0 to 100, 0 after an auto-fail of the form; NULL when unscored. */
  readonly percentage: number | null;
  /** Position among the action items of the call, from 0. */
  readonly item_index: number;
  /** What is to be done. */
  readonly action_item: string;
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

export interface AgentCohortV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of the first call in the lake of the agents in the cohort. Agents without an id are in none. */
  readonly cohort_month: string;
  /** Months from cohort_month to the month of the calls, from 0. */
  readonly months_since_first: number;
  /** Agents in the cohort. */
  readonly cohort_agents: number;
  /** Of those, agents with a call in that month. */
  readonly active_agents: number;
  /** Their calls in that month. */
  readonly calls: number;
  /** Calls with a percentage. */
  readonly scored_calls: number;
  /** Mean percentage of the scored calls; NULL when none was scored. */
  readonly average_percentage: number | null;
  /** Criteria with outcome pass, partial or fail. */
  readonly criteria_answered: number;
  /** Criteria with outcome pass. */
  readonly criteria_passed: number;
  /** Share of the answered criteria that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
}

export interface TalkMetricsV1 {
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
  /** Length of the call in seconds; NULL when unknown. */
  readonly duration_seconds: number | null;
  /** Milliseconds in which the agent speaks; NULL for chats and without times or roles. */
  readonly talk_time_agent_ms: number | null;
  /** Milliseconds in which the customer speaks; NULL as above. */
  readonly talk_time_customer_ms: number | null;
  /** Milliseconds in which nobody speaks; NULL for chats and without times. */
  readonly silence_ms: number | null;
  /** Share of the agent in the time in which agent or customer speaks, 0 to 100; NULL for chats, without times or roles, and when nobody speaks. */
  readonly agent_talk_share: number | null;
  /** Share of the call in which nobody speaks, 0 to 100; NULL when silence or length is unknown. */
  readonly silence_share: number | null;
  /** Turns that begin while the other role speaks; NULL as above. */
  readonly interruptions: number | null;
  /** Interruptions in a minute of the call; NULL when either is unknown. */
  readonly interruptions_per_minute: number | null;
  /** Turns of the agent. */
  readonly agent_turns: number;
  /** Turns of the customer. */
  readonly customer_turns: number;
  /** Words of the agent, by white space. */
  readonly agent_words: number;
  /** Words of the customer, by white space. */
  readonly customer_words: number;
  /** Words of the agent in a minute of own speaking; NULL for chats and without times or roles. */
  readonly agent_words_per_minute: number | null;
  /** The same of the customer. */
  readonly customer_words_per_minute: number | null;
  /** Milliseconds of the agent's longest turn; NULL without times, 0 in a chat. */
  readonly longest_agent_turn_ms: number | null;
}

export interface AgentConversationMetricsV1 {
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
  /** Calls in which the talk share could be measured. */
  readonly talk_measured_calls: number;
  /** Share of the agent in the spoken time of those calls together, 0 to 100; NULL when there is none. */
  readonly agent_talk_share: number | null;
  /** Mean share of silence over the calls where it is known, 0 to 100; NULL when it is known of none. */
  readonly average_silence_share: number | null;
  /** Mean interruptions over the calls where they are known; NULL when they are known of none. */
  readonly interruptions_per_call: number | null;
  /** Words of the agent in a minute of own speaking, over all calls with times; NULL when there is none. */
  readonly agent_words_per_minute: number | null;
  /** Mean sentiment of the agent where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_agent: number | null;
  /** Mean sentiment of the customer where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_customer: number | null;
  /** Calls with a tone score. */
  readonly tone_measured_calls: number;
  /** Mean tone score of those, 0 to 100; NULL when there is none. */
  readonly average_tone_score: number | null;
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

export interface AutoFailListV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Start of the call as the clock on the wall of the tenant's time zone showed it. */
  readonly started_local: string;
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
  /** Whether the form as a whole was failed; otherwise only the section of the criterion. */
  readonly form_failed: boolean;
  /** 0 to 100, 0 after an auto-fail of the form; NULL when unscored. */
  readonly percentage: number | null;
  /** Section of the form; NULL for a form without sections. */
  readonly section_id: string | null;
  /** Id of the criterion that failed; NULL when the evaluation names none. */
  readonly criterion_id: string | null;
  /** Text of the criterion; NULL as above. */
  readonly question: string | null;
  /** section or form: what its fail fails; NULL as above. */
  readonly critical: string | null;
  /** Why it came out so. */
  readonly reason: string | null;
  /** 0 to 1; NULL when the scorer gives none. */
  readonly confidence: number | null;
  /** First verified quote; NULL when there is none. */
  readonly evidence_quote: string | null;
  /** turn_index of that quote. */
  readonly evidence_turn: number | null;
  /** When the call was scored, UTC; NULL as above. */
  readonly scored_at: string | null;
}

export interface ClockOffsetsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Start of the first call with this offset, UTC; NULL for the first stretch, which reaches back for ever. */
  readonly valid_from: string | null;
  /** Start of the first call with the next offset, UTC; NULL for the last stretch, which is still on. */
  readonly valid_to: string | null;
  /** Seconds to add to a UTC time for the clock on the wall of the tenant's time zone. A clock change is known from the first call after it. */
  readonly offset_seconds: number;
}

export interface CallDetailV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** Day on which the current evaluation was scored in the tenant's time zone; NULL without one. */
  readonly scored_date: string | null;
  /** Day of the last review of the current evaluation in the tenant's time zone; NULL without one. */
  readonly reviewed_date: string | null;
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
  /** Whether the text was redacted before it reached the lake, as far as the source says. */
  readonly pii_redacted: boolean;
  /** transcript, recording or result. */
  readonly source_kind: string;
  /** Format that the content came in (docs/formats.md). */
  readonly source_provider: string;
  /** source, rule or none: who said which speaker is the agent. */
  readonly speaker_roles_origin: string | null;
  /** How sure the roles are, 0 to 1. */
  readonly speaker_roles_confidence: number | null;
  /** POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown. */
  readonly sentiment: string | null;
  /** Sentiment of the agent, -5 to 5; NULL when unknown. */
  readonly sentiment_agent: number | null;
  /** Sentiment of the customer, -5 to 5; NULL when unknown. */
  readonly sentiment_customer: number | null;
  /** Tone, 0 to 100; NULL when unknown. */
  readonly tone_score: number | null;
  /** Milliseconds in which the agent speaks; NULL for chats and without times or roles. */
  readonly talk_time_agent_ms: number | null;
  /** Milliseconds in which the customer speaks; NULL as above. */
  readonly talk_time_customer_ms: number | null;
  /** Milliseconds in which nobody speaks; NULL for chats and without times. */
  readonly silence_ms: number | null;
  /** Turns that begin while the other role speaks; NULL as above. */
  readonly interruptions: number | null;
  /** Categories that the vendor or a model matched. */
  readonly categories: readonly string[];
  /** Topics that the vendor or a model found. */
  readonly topics: readonly string[];
  /** What the call was about. */
  readonly issue: string | null;
  /** How it was resolved. */
  readonly resolution: string | null;
  /** pass, fail, partial, not_applicable or undetermined. */
  readonly outcome: string;
  /** Summary of the call. */
  readonly call_summary: string | null;
  /** Id of the evaluation. */
  readonly evaluation_id: string | null;
  /** Id of the QA form. */
  readonly form_id: string | null;
  /** Version of the QA form; versions never change. */
  readonly form_version: number | null;
  /** Attempt of the current evaluation; NULL without one. */
  readonly attempt: number | null;
  /** What scored the call; NULL without an evaluation. */
  readonly scorer: string | null;
  /** Model that answered; NULL when none did. */
  readonly model: string | null;
  /** When the call was scored, UTC; NULL without an evaluation. */
  readonly scored_at: string | null;
  /** scored, partial (some criteria undetermined) or unscored (no percentage, or no evaluation). */
  readonly evaluation_status: string;
  /** Weighted points reached; NULL when unscored. */
  readonly total_score: number | null;
  /** Weighted points reachable over what applied and was determined; NULL when unscored. */
  readonly max_score: number | null;
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
  /** Evaluations of the call, of all forms and attempts. */
  readonly evaluation_count: number;
  /** Why no evaluation has a percentage; NULL when one has. */
  readonly unscored_reason: string | null;
  /** Reviews of criteria of the current evaluation by people. */
  readonly review_count: number;
  /** When the last of them was, UTC; NULL without one. */
  readonly last_reviewed_at: string | null;
  /** Action items of the call. */
  readonly action_item_count: number;
}

export interface CallSectionScoresV1 {
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
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Section of the form; NULL for criteria without one. */
  readonly section_id: string | null;
  /** Position in the form of the section's first criterion, from 0; sections sort by it. */
  readonly first_criterion_index: number;
  /** Criteria of the section, of any outcome. */
  readonly criteria: number;
  /** pass, partial and fail together. */
  readonly answered: number;
  /** Answers with outcome pass. */
  readonly passed: number;
  /** Answers with outcome fail. */
  readonly failed: number;
  /** Weights of the section's criteria together. */
  readonly weight: number;
  /** Of that, the weight of what was answered; the rest counts neither way. */
  readonly counted_weight: number;
  /** Weighted points reached (weight x score / max_score), 0 after a critical fail of the section. */
  readonly points: number;
  /** Whether a criterion that is critical for the section failed. */
  readonly auto_failed: boolean;
  /** Points in 100 of counted_weight, 0 after a critical fail of the section; NULL when nothing was answered. As docs/forms.md explains, without its rounding to 4 decimals. */
  readonly percentage: number | null;
}

export interface CallTurnsV1 {
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
  /** Criteria of the current evaluation that quote this turn as verified evidence. */
  readonly quoting_criteria: number;
}

export interface CallsByCategoryV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Category of the call; NULL for calls without one. */
  readonly category: string | null;
  /** Calls of the month with it. */
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
  /** Share of the answered criteria of those calls that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** Mean length of the calls whose length is known; NULL when none is. */
  readonly average_duration_seconds: number | null;
  /** Mean sentiment of the customer over the calls where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_customer: number | null;
}

export interface CallsByOutcomeV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** How the calls ended; NULL when unknown. */
  readonly outcome: string | null;
  /** Calls of the month with it. */
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
  /** Share of the answered criteria of those calls that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** Mean length of the calls whose length is known; NULL when none is. */
  readonly average_duration_seconds: number | null;
  /** Mean sentiment of the customer over the calls where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_customer: number | null;
}

export interface CallsByTopicV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Topic of the call; NULL for calls without one. */
  readonly topic: string | null;
  /** Calls of the month with it. */
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
  /** Share of the answered criteria of those calls that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** Mean length of the calls whose length is known; NULL when none is. */
  readonly average_duration_seconds: number | null;
  /** Mean sentiment of the customer over the calls where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_customer: number | null;
}

export interface CheckResultsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the night after which the checks ran. */
  readonly run_id: string;
  /** Name of the check. */
  readonly check_name: string;
  /** error (do not trust the numbers) or warning (look at it). A check that could not be run is an error. */
  readonly severity: string;
  /** Whether no row broke the promise. False also when the check could not be run. */
  readonly passed: boolean;
  /** Rows that the check returned; NULL when it could not be run. */
  readonly violations: number | null;
  /** Why it could not be run; NULL when it ran. */
  readonly error_code: string | null;
  /** What should be so. */
  readonly promise: string;
  /** What to do when it is not. */
  readonly advice: string;
  /** Version of the tenant's published data that was checked; 0 when it could not be read. */
  readonly version: number;
  /** When the tenant's checks began, UTC; the same for all of them. */
  readonly checked_at: string;
  /** How long the check took, in milliseconds. */
  readonly duration_ms: number;
  /** True for the checks that ran last. */
  readonly is_latest: boolean;
}

export interface CriterionPassRateByDateV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** call: by the day of the call; scored: by the day of the scoring; reviewed: by the day of the last review of the criterion, and only of what was reviewed. Choose one, never add them up. */
  readonly date_axis: string;
  /** Day on that axis, in the tenant's time zone. */
  readonly on_date: string;
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
  /** Share of the answered that passed, 0 to 100, as the machine answered; NULL when none was answered. */
  readonly pass_rate: number | null;
}

export interface CriterionPassRateDailyV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
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

export interface CriterionPassRateMonthlyV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
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

export interface FailedCriteriaEvidenceV1 {
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
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Section of the form; NULL for a form without sections. */
  readonly section_id: string | null;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Text of the criterion. */
  readonly question: string;
  /** none, section or form: what a fail of it fails. */
  readonly critical: string;
  /** Why it came out so. */
  readonly reason: string | null;
  /** 0 to 1; NULL when the scorer gives none. */
  readonly confidence: number | null;
  /** Position among the quotes of the criterion, from 1; NULL when it has none. */
  readonly evidence_position: number | null;
  /** Turn that is quoted; NULL as above. */
  readonly turn_index: number | null;
  /** Milliseconds from the start of the call to that turn; NULL without times. */
  readonly start_ms: number | null;
  /** Where in the turn the quote begins, in code points from 0; NULL when it was not found there. */
  readonly start_offset: number | null;
  /** AGENT, CUSTOMER or OTHER: who says it; NULL when there is no such turn. */
  readonly speaker: string | null;
  /** The quote; NULL when the criterion has none. */
  readonly evidence_quote: string | null;
  /** Whether the quote was found in that turn, to the letter; NULL as above. */
  readonly verified: boolean | null;
  /** The whole turn; NULL when there is no such turn. */
  readonly turn_text: string | null;
  /** 1 for the best example of the criterion in its form: verified quotes first, then the latest call_date. */
  readonly example_rank: number;
}

export interface FormVersionComparisonV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Whether no newer version of the form has a current evaluation; a criterion without such a row was taken out. */
  readonly is_newest_version: boolean;
  /** Section of the form; NULL for a form without sections. */
  readonly section_id: string | null;
  /** Text of the criterion. */
  readonly question: string;
  /** Weight in the form. */
  readonly weight: number;
  /** Share of the weights of all criteria of the version, 0 to 100; NULL when they are all 0. */
  readonly weight_share: number | null;
  /** none, section or form: what a fail of it fails. */
  readonly critical: string;
  /** Whether it must be answered (no not_applicable). */
  readonly required: boolean;
  /** First day of a call scored by this version. */
  readonly first_call_date: string;
  /** Last day of a call scored by this version. */
  readonly last_call_date: string;
  /** Calls whose current evaluation is by this version. */
  readonly calls: number;
  /** pass, partial and fail together. */
  readonly answered: number;
  /** Answers with outcome pass. */
  readonly passed: number;
  /** Answers with outcome fail. */
  readonly failed: number;
  /** Share of the answered that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** The version before it that has the criterion; NULL for the first one, as are all comparisons with it. */
  readonly previous_version: number | null;
  /** Whether the text of the criterion is another than in the previous version: then the rates answer different questions. */
  readonly question_changed: boolean | null;
  /** Whether its weight is another. */
  readonly weight_changed: boolean | null;
  /** Whether a fail of it fails something else. */
  readonly critical_changed: boolean | null;
  /** Whether it must now be answered and did not have to before, or the other way round. */
  readonly required_changed: boolean | null;
  /** Points by which the pass rate is higher than in the previous version; NULL when one of them has none. */
  readonly pass_rate_change: number | null;
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

export interface QueueScorecardV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Queue that the call came through; NULL when unknown. */
  readonly queue: string | null;
  /** Different agents with a call in the month; calls of unknown agents add none. */
  readonly agents: number;
  /** Calls of the queue in the month. */
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
  /** Share of the answered that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** Mean length of the calls whose length is known; NULL when none is. */
  readonly average_duration_seconds: number | null;
  /** Mean sentiment of the customer over the calls where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_customer: number | null;
}

export interface ReviewListV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the call, unique within the tenant. */
  readonly call_id: string;
  /** Id of the review, unique within the call. */
  readonly review_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** When the person answered, UTC. */
  readonly reviewed_at: string;
  /** Day of the review in the tenant's time zone; NULL when no call says what the zone is. */
  readonly reviewed_date: string | null;
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
  /** Whether the evaluation under review is the one that reports show. */
  readonly is_current: boolean;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Text of the criterion; NULL when its answer is not there. */
  readonly question: string | null;
  /** none, section or form: what a fail of it fails; NULL as above. */
  readonly critical: string | null;
  /** override, recheck (blind), calibration or dispute: why a person looked. */
  readonly kind: string;
  /** Id of the person. */
  readonly reviewer_id: string;
  /** Outcome in the evaluation: pass, fail, partial, not_applicable or undetermined; NULL as above. */
  readonly machine_outcome: string | null;
  /** Its score; NULL when it has none. */
  readonly machine_score: number | null;
  /** Outcome as the person sees it: pass, fail, partial, not_applicable or undetermined. */
  readonly human_outcome: string;
  /** Its score; NULL when it has none. */
  readonly human_score: number | null;
  /** Highest possible score. */
  readonly max_score: number;
  /** Whether both outcomes are the same; NULL when one of them is undetermined, which is no answer, or not there. */
  readonly agrees: boolean | null;
  /** The person's remark. */
  readonly comment: string | null;
}

export interface ReviewAgreementV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Id of the criterion in its form. */
  readonly criterion_id: string;
  /** Text of the criterion, by its newest version; NULL when none of the answers is there. */
  readonly question: string | null;
  /** Answers that a person checked blind; of several checks of an answer the last one counts. Overrides, disputes and calibrations do not: a person who looks because something seems wrong says little about the rest. */
  readonly rechecked: number;
  /** Of those, pairs in which neither side is undetermined. */
  readonly compared: number;
  /** Of those, pairs with the same outcome: pass, partial, fail or not_applicable. */
  readonly agreed: number;
  /** The machine says fail and the person pass. */
  readonly machine_too_strict: number;
  /** The machine says pass and the person fail. */
  readonly machine_too_lenient: number;
  /** Share of the compared that agree, 0 to 100; NULL below 20 compared, where it would say little. */
  readonly exact_agreement: number | null;
  /** Agreement beyond chance, (p_o - p_e) / (1 - p_e), with p_o the share that agrees and p_e the sum over outcomes of the product of both sides' shares: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), 37-46. 1 is full agreement, 0 what chance gives. NULL below 20 compared, and when both sides always gave one and the same outcome. */
  readonly cohens_kappa: number | null;
}

export interface ScoreBandsV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** form: the form version has bands; fixed: it has none, and these stand in: excellent from 90, good from 75, fair from 60, else poor. */
  readonly band_origin: string;
  /** Name of the band; NULL for a score below all bands of the form. */
  readonly band: string | null;
  /** Scored calls in the band. */
  readonly calls: number;
  /** Share of the scored calls of the month and form, 0 to 100. */
  readonly share: number;
  /** Lowest percentage in the band. */
  readonly lowest_percentage: number;
  /** Highest percentage in the band. */
  readonly highest_percentage: number;
}

export interface ScoreByDateV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** call: by the day of the call; scored: by the day of the scoring; reviewed: by the day of the last review, and only reviewed calls. Choose one, never add them up. */
  readonly date_axis: string;
  /** Day on that axis, in the tenant's time zone. */
  readonly on_date: string;
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

export interface ScoreDistributionV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Lowest percentage of the bucket: 0, 10, ... 90. */
  readonly bucket_start: number;
  /** Percentage that the bucket ends before; the last one holds 100 too. */
  readonly bucket_end: number;
  /** Scored calls in the bucket; 0 when there is none. */
  readonly calls: number;
  /** Share of the scored calls of the month and form, 0 to 100. */
  readonly share: number;
}

export interface ScoreMovingAverageV1 {
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
  /** Scored calls of the seven calendar days that end with this one, whether they had calls or not. */
  readonly calls_7d: number;
  /** Mean percentage of those calls. */
  readonly average_percentage_7d: number;
  /** Scored calls of the 28 calendar days that end with this one. */
  readonly calls_28d: number;
  /** Mean percentage of those calls. */
  readonly average_percentage_28d: number;
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

export interface SectionScoresV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Id of the QA form. */
  readonly form_id: string;
  /** Version of the QA form; versions never change. */
  readonly form_version: number;
  /** Section of the form; NULL for criteria without one. */
  readonly section_id: string | null;
  /** Position in the form of the section's first criterion, from 0; sections sort by it. */
  readonly first_criterion_index: number;
  /** Criteria of the section. */
  readonly criteria: number;
  /** Weights of the section's criteria together. */
  readonly weight: number;
  /** Share of the weights of all sections of the form version, 0 to 100; NULL when they are all 0. A weight of the section itself, which a form may give, is not in the lake. */
  readonly weight_share: number | null;
  /** Calls whose current evaluation has the section. */
  readonly calls: number;
  /** Calls with a percentage of the section. */
  readonly scored_calls: number;
  /** Mean percentage of the section over those; NULL when there is none. */
  readonly average_percentage: number | null;
  /** Calls in which a critical criterion failed the section. */
  readonly auto_failed_calls: number;
  /** Criteria with outcome pass, partial or fail. */
  readonly criteria_answered: number;
  /** Criteria with outcome pass. */
  readonly criteria_passed: number;
  /** Share of the answered criteria that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
}

export interface SentimentDailyV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** Day on which the call started in the tenant's time zone; reports group by it. */
  readonly call_date: string;
  /** voice or chat. */
  readonly channel: string;
  /** Calls of the day and channel. */
  readonly calls: number;
  /** Calls with sentiment POSITIVE. */
  readonly positive_calls: number;
  /** Calls with sentiment NEUTRAL. */
  readonly neutral_calls: number;
  /** Calls with sentiment MIXED. */
  readonly mixed_calls: number;
  /** Calls with sentiment NEGATIVE. */
  readonly negative_calls: number;
  /** Calls whose sentiment is unknown. */
  readonly unknown_calls: number;
  /** Share of the calls with a known sentiment that were NEGATIVE, 0 to 100; NULL when none is known. */
  readonly negative_share: number | null;
  /** Calls with a sentiment score of the customer. */
  readonly customer_measured_calls: number;
  /** Mean of those, -5 to 5; NULL when there is none. */
  readonly average_sentiment_customer: number | null;
  /** Calls with a sentiment score of the agent. */
  readonly agent_measured_calls: number;
  /** Mean of those, -5 to 5; NULL when there is none. */
  readonly average_sentiment_agent: number | null;
  /** Calls with a tone score. */
  readonly tone_measured_calls: number;
  /** Mean of those, 0 to 100; NULL when there is none. */
  readonly average_tone_score: number | null;
}

export interface TeamScorecardV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Team of the agent; NULL when unknown. */
  readonly agent_team: string | null;
  /** Different agents with a call in the month; calls of unknown agents add none. */
  readonly agents: number;
  /** Calls of the team in the month. */
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
  /** Share of the answered that passed, 0 to 100; NULL when none was answered. */
  readonly pass_rate: number | null;
  /** Mean length of the calls whose length is known; NULL when none is. */
  readonly average_duration_seconds: number | null;
  /** Mean sentiment of the customer over the calls where it is known, -5 to 5; NULL when it is known of none. */
  readonly average_sentiment_customer: number | null;
}

export interface TenantUsageV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month in the tenant's time zone: of the calls, and for the last three columns of the nights. A night before the first call is placed by UTC. */
  readonly month_start: string;
  /** Calls of the month. */
  readonly calls: number;
  /** Of those, by voice. */
  readonly voice_calls: number;
  /** Of those, by chat. */
  readonly chat_calls: number;
  /** Of those, with a percentage. */
  readonly scored_calls: number;
  /** Of those, with a known length. */
  readonly timed_calls: number;
  /** Minutes of the calls whose length is known. */
  readonly minutes: number;
  /** Evaluations of the calls of the month, of all forms and attempts. */
  readonly evaluations: number;
  /** Of those, in which a model answered. */
  readonly model_evaluations: number;
  /** Nights that ran, failed ones too. */
  readonly nights: number;
  /** Documents that the nights dealt with; a document that a later night reads again counts again. */
  readonly documents: number;
  /** Of those, documents that could not be used. */
  readonly quarantined_documents: number;
}

export interface TopEntitiesV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** Kind of entity in the words of who found it, such as PERSON, ORGANIZATION or DATE. */
  readonly entity_type: string;
  /** The passage that was recognised, without spaces around it; in small letters when it is written in Latin, Greek or Cyrillic. */
  readonly entity: string;
  /** Calls of the month with the entity. */
  readonly calls: number;
  /** How often it was found in them. */
  readonly mentions: number;
  /** Of the calls, those with a percentage. */
  readonly scored_calls: number;
  /** Mean percentage of those; NULL when none was scored. */
  readonly average_percentage: number | null;
  /** 1 for the entity of its kind in the month that is in the most calls; ties by mentions, then by the entity. */
  readonly frequency_rank: number;
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

export interface TopPhrasesV1 {
  /** Tenant that the row belongs to. */
  readonly tenant_id: string;
  /** First day of the month of call_date. */
  readonly month_start: string;
  /** The key phrase, without spaces around it; in small letters when it is written in Latin, Greek or Cyrillic. */
  readonly phrase: string;
  /** Calls of the month with the phrase. */
  readonly calls: number;
  /** How often it was found in them. */
  readonly mentions: number;
  /** Of the calls, those with a percentage. */
  readonly scored_calls: number;
  /** Mean percentage of those; NULL when none was scored. */
  readonly average_percentage: number | null;
  /** 1 for the phrase of the month that is in the most calls; ties by mentions, then by the phrase. */
  readonly frequency_rank: number;
}
