import type { ColumnType, RowType } from '../tables/index.ts';

/**
 * The parts of a sealed call document that tables are made of, as SQL knows them. Fields that no column reads are left out
 * and cost nothing; instants are texts of 24 characters here. A test keeps it in step with the schema (pipeline/contract).
 */
export const DOCUMENT_TYPE = {
  row: {
    call_id: 'varchar',
    revision: 'varchar',
    started_at: 'varchar',
    started_at_origin: 'varchar',
    processed_at: 'varchar',
    duration_seconds: 'double',
    direction: 'varchar',
    channel: 'varchar',
    language: 'varchar',
    queue: 'varchar',
    agent: { row: { id: 'varchar', name: 'varchar', team: 'varchar' } },
    customer: { row: { ref: 'varchar' } },
    source: {
      row: {
        kind: 'varchar',
        uri: 'varchar',
        content_sha256: 'varchar',
        provider: 'varchar',
        pii_redacted: 'boolean',
      },
    },
    transcript: {
      row: {
        turns: {
          array: {
            row: {
              index: 'integer',
              speaker: 'varchar',
              start_ms: 'bigint',
              end_ms: 'bigint',
              text: 'varchar',
              sentiment: 'varchar',
            },
          },
        },
        speaker_roles: { row: { origin: 'varchar', confidence: 'double' } },
        talk_time_ms: { row: { AGENT: 'bigint', CUSTOMER: 'bigint' } },
        silence_ms: 'bigint',
        interruptions: 'integer',
      },
    },
    sentiment: { row: { overall: 'varchar', agent: 'double', customer: 'double' } },
    key_phrases: { array: { row: { text: 'varchar', score: 'double' } } },
    entities: { array: { row: { text: 'varchar', score: 'double', type: 'varchar' } } },
    categories: { array: 'varchar' },
    topics: { array: 'varchar' },
    ai_summary: {
      row: {
        issue: 'varchar',
        resolution: 'varchar',
        outcome: 'varchar',
        action_items: { array: 'varchar' },
        tone_score: 'double',
        call_summary: 'varchar',
      },
    },
    evaluations: {
      array: {
        row: {
          evaluation_id: 'varchar',
          form_id: 'varchar',
          form_version: 'integer',
          attempt: 'integer',
          scorer: 'varchar',
          model: 'varchar',
          scored_at: 'varchar',
          status: 'varchar',
          criteria: {
            array: {
              row: {
                id: 'varchar',
                section: 'varchar',
                question: 'varchar',
                kind: 'varchar',
                weight: 'double',
                required: 'boolean',
                critical: 'varchar',
                outcome: 'varchar',
                score: 'double',
                max_score: 'double',
                reason: 'varchar',
                confidence: 'double',
                evidence: {
                  array: {
                    row: {
                      turn: 'integer',
                      start_ms: 'bigint',
                      offset: 'integer',
                      quote: 'varchar',
                      verified: 'boolean',
                    },
                  },
                },
              },
            },
          },
          total_score: 'double',
          max_score: 'double',
          percentage: 'double',
          coverage: 'double',
          auto_failed: 'boolean',
          band: 'varchar',
        },
      },
    },
    reviews: {
      array: {
        row: {
          review_id: 'varchar',
          evaluation_id: 'varchar',
          form_id: 'varchar',
          form_version: 'integer',
          attempt: 'integer',
          criterion_id: 'varchar',
          kind: 'varchar',
          reviewer_id: 'varchar',
          reviewed_at: 'varchar',
          outcome: 'varchar',
          score: 'double',
          max_score: 'double',
          comment: 'varchar',
        },
      },
    },
    unscored_reason: 'varchar',
  },
} as const satisfies RowType;

/**
 * The type of what a dotted path below a document leads to; lists are stepped into.
 * @throws {RangeError} when a document has no such field
 */
export function typeAt(path: readonly string[]): ColumnType {
  let type: ColumnType = DOCUMENT_TYPE;
  for (const name of path) {
    while (typeof type === 'object' && 'array' in type) type = type.array;
    const field: ColumnType | undefined =
      typeof type === 'object' && 'row' in type ? type.row[name] : undefined;
    if (field === undefined) throw new RangeError(`shape: a document has no field ${path.join('.')}`);
    type = field;
  }
  return type;
}
