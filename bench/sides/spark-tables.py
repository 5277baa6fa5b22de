"""The same tables in PySpark on this machine, which is what a Glue job is: python spark-tables.py DOCUMENTS OUT TIME_ZONE."""

import sys

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

documents, out, time_zone = sys.argv[1:4]

SCHEMA = """
call_id string, revision string, started_at string, started_at_origin string, processed_at string, duration_seconds double,
direction string, channel string, language string, queue string, agent struct<id string, name string, team string>,
customer struct<ref string>,
source struct<kind string, uri string, content_sha256 string, provider string, pii_redacted boolean>,
transcript struct<
  turns array<struct<index int, speaker string, start_ms bigint, end_ms bigint, text string, sentiment string>>,
  speaker_roles struct<origin string, confidence double>, talk_time_ms struct<AGENT bigint, CUSTOMER bigint>,
  silence_ms bigint, interruptions int>,
sentiment struct<overall string, agent double, customer double>,
key_phrases array<struct<text string, score double>>, entities array<struct<text string, score double, type string>>,
categories array<string>, topics array<string>,
ai_summary struct<issue string, resolution string, outcome string, action_items array<string>, tone_score double, call_summary string>,
evaluations array<struct<evaluation_id string, form_id string, form_version int, attempt int, scorer string, model string,
  scored_at string, status string,
  criteria array<struct<id string, section string, question string, kind string, weight double, required boolean, critical string,
    outcome string, score double, max_score double, reason string, confidence double,
    evidence array<struct<turn int, start_ms bigint, offset int, quote string, verified boolean>>>>,
  total_score double, max_score double, percentage double, coverage double, auto_failed boolean, band string>>,
reviews array<struct<review_id string, evaluation_id string, form_id string, form_version int, attempt int, criterion_id string,
  kind string, reviewer_id string, reviewed_at string, outcome string, score double, max_score double, comment string>>,
unscored_reason string, tenant_id string
"""

spark = (
    SparkSession.builder.master("local[*]")
    .appName("cci-bench")
    .config("spark.driver.memory", "4g")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "4")
    .config("spark.sql.parquet.compression.codec", "snappy")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")

KEYS = ["tenant_id", "period", "call_id", "dt", "call_date"]
HANDLING = ["agent_id", "agent_name", "agent_team", "queue", "channel"]
EVALUATION = ["evaluation_id", "form_id", "form_version", "attempt", "is_latest", "is_current", "scored_at"]


def below(under, names):
    return [F.col(f"{under}.{name}").alias(name) for name in names.split()]


def instant(path):
    return F.to_timestamp(F.col(path))


# Beside large files lie indexes of their keys, which are for the product.
files = spark.read.schema(SCHEMA).option("mode", "FAILFAST").option("recursiveFileLookup", "true")
read = files.option("pathGlobFilter", "*.{json,ndjson,ndjson.gz}").json(documents)
docs = (
    read.withColumn("dt", F.to_date(F.substring("started_at", 1, 10)))
    .withColumn("period", F.col("dt").cast("string"))
    .withColumn("started_local", F.from_utc_timestamp(instant("started_at"), time_zone))
    .withColumn("call_date", F.to_date("started_local"))
    .withColumn("agent_id", F.col("agent.id"))
    .withColumn("agent_name", F.col("agent.name"))
    .withColumn("agent_team", F.col("agent.team"))
    # Ten tables are made from it: without this, the documents are parsed ten times.
    .persist()
)


def write(name, frame):
    # One task a tenant-day, as the others write one file a tenant-day.
    frame.repartition("tenant_id", "period").write.partitionBy("tenant_id", "period").parquet(f"{out}/curated/{name}")


def elements(path, position):
    return docs.select(*KEYS, *HANDLING, F.posexplode(path).alias(position, "x"))


calls = docs.select(
    *KEYS,
    "revision",
    instant("started_at").alias("started_at"),
    "started_at_origin",
    "started_local",
    instant("processed_at").alias("processed_at"),
    "duration_seconds",
    "direction",
    "language",
    *HANDLING,
    F.col("customer.ref").alias("customer_ref"),
    F.col("source.kind").alias("source_kind"),
    F.col("source.provider").alias("source_provider"),
    F.col("source.uri").alias("source_uri"),
    *below("source", "content_sha256 pii_redacted"),
    F.size("transcript.turns").alias("turn_count"),
    F.col("transcript.speaker_roles.origin").alias("speaker_roles_origin"),
    F.col("transcript.speaker_roles.confidence").alias("speaker_roles_confidence"),
    F.col("transcript.talk_time_ms.AGENT").alias("talk_time_agent_ms"),
    F.col("transcript.talk_time_ms.CUSTOMER").alias("talk_time_customer_ms"),
    *below("transcript", "silence_ms interruptions"),
    F.col("sentiment.overall").alias("sentiment"),
    F.col("sentiment.agent").alias("sentiment_agent"),
    F.col("sentiment.customer").alias("sentiment_customer"),
    *below("ai_summary", "tone_score issue resolution outcome call_summary"),
    "categories",
    "topics",
    F.size("evaluations").alias("evaluation_count"),
    "unscored_reason",
)
write("calls", calls)
write(
    "call_days",
    calls.groupBy("tenant_id", "period", "dt", "call_date", *HANDLING).agg(
        F.count("*").alias("calls"),
        F.count(F.when(F.col("unscored_reason").isNull(), 1)).alias("scored_calls"),
        F.count("duration_seconds").alias("duration_count"),
        F.sum("duration_seconds").alias("duration_sum"),
        F.count("silence_ms").alias("silence_count"),
        F.sum("silence_ms").alias("silence_ms_sum"),
        F.count("sentiment_customer").alias("sentiment_customer_count"),
        F.sum("sentiment_customer").alias("sentiment_customer_sum"),
    ),
)

order = [F.col("e.scored_at").desc(), F.col("position").desc()]
latest = Window.partitionBy("tenant_id", "call_id", "e.form_id").orderBy(*order)
current = Window.partitionBy("tenant_id", "call_id").orderBy(*order)
ranked = (
    docs.select(*KEYS, *HANDLING, F.posexplode("evaluations").alias("position", "e"))
    .withColumn("is_latest", F.row_number().over(latest) == 1)
    .withColumn("is_current", F.row_number().over(current) == 1)
    .withColumn("scored_at", instant("e.scored_at"))
)
evaluation_keys = [*below("e", "evaluation_id form_id form_version attempt"), "is_latest", "is_current", "scored_at"]


def outcomes(name, outcome):
    return F.size(F.filter("e.criteria", lambda c: c["outcome"] == outcome)).alias(name)


write(
    "evaluations",
    ranked.select(
        *KEYS,
        *evaluation_keys,
        *HANDLING,
        *below("e", "scorer model status total_score max_score percentage coverage auto_failed band"),
        F.size("e.criteria").alias("criteria_count"),
        outcomes("failed_count", "fail"),
        outcomes("undetermined_count", "undetermined"),
    ),
)

proof = F.filter("c.evidence", lambda x: x["verified"])[0]
scores = ranked.select(
    *KEYS, *evaluation_keys, *HANDLING, F.posexplode("e.criteria").alias("criterion_index", "c")
).select(
    *KEYS,
    *EVALUATION,
    *HANDLING,
    F.col("c.section").alias("section_id"),
    F.col("c.id").alias("criterion_id"),
    "criterion_index",
    *below("c", "question kind weight required critical outcome score max_score reason confidence"),
    proof["quote"].alias("evidence_quote"),
    proof["turn"].alias("evidence_turn"),
    F.col("c.evidence").alias("evidence"),
)
write("criterion_scores", scores)


def answered(name, outcome):
    return F.count(F.when(F.col("outcome") == outcome, 1)).alias(name)


criterion_day = ["tenant_id", "period", "dt", "call_date", "form_id", "form_version", "criterion_id", "section_id", "question"]
write(
    "criterion_days",
    scores.filter("is_current")
    .groupBy(*criterion_day, *HANDLING)
    .agg(
        F.count("*").alias("answers"),
        answered("passed", "pass"),
        answered("failed", "fail"),
        answered("partial", "partial"),
        answered("not_applicable", "not_applicable"),
        answered("undetermined", "undetermined"),
        F.sum("score").alias("score_sum"),
        F.sum(F.when(F.col("score").isNotNull(), F.col("max_score"))).alias("max_score_sum"),
    ),
)

write(
    "turns",
    docs.select(*KEYS, F.explode("transcript.turns").alias("t")).select(
        *KEYS,
        F.col("t.index").alias("turn_index"),
        *below("t", "speaker start_ms end_ms text sentiment"),
        F.size(F.split("t.text", " ")).alias("word_count"),
    ),
)
write(
    "entities",
    elements("entities", "entity_index").select(
        *KEYS,
        *HANDLING,
        "entity_index",
        F.col("x.type").alias("entity_type"),
        F.col("x.text").alias("text"),
        F.col("x.score").alias("confidence"),
    ),
)
write(
    "key_phrases",
    elements("key_phrases", "phrase_index").select(
        *KEYS, *HANDLING, "phrase_index", F.col("x.text").alias("text"), F.col("x.score").alias("confidence")
    ),
)
write(
    "action_items",
    elements("ai_summary.action_items", "item_index").select(*KEYS, *HANDLING, "item_index", F.col("x").alias("text")),
)
write(
    "reviews",
    elements("reviews", "position").select(
        *KEYS,
        *HANDLING,
        *below("x", "review_id evaluation_id form_id form_version attempt criterion_id kind reviewer_id"),
        instant("x.reviewed_at").alias("reviewed_at"),
        *below("x", "outcome score max_score comment"),
    ),
)
spark.stop()
