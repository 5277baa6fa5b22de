/**
 * Statements that make and fill relations, by script: each script begins with nothing made. Names are of one script only,
 * since a real Trino is asked all of them in one schema. What changes is seen by what is asked afterwards.
 */
const SCRIPTS = `
CREATE VIEW sa AS SELECT 1 AS a, 'x' AS b, 1.50 AS c
SELECT * FROM sa
CREATE VIEW sa AS SELECT 2 AS a
CREATE OR REPLACE VIEW sa AS SELECT DATE '2026-01-05' AS d, TIMESTAMP '2026-01-05 10:00:00.123456' AS t, ARRAY[1, NULL] AS l
SELECT * FROM sa
SHOW COLUMNS FROM sa
DROP VIEW sa
SELECT * FROM sa
DROP VIEW sa
DROP VIEW IF EXISTS sa

CREATE VIEW sb AS SELECT 1
CREATE VIEW sb AS SELECT 1 AS a, 2 AS a
CREATE VIEW sb AS SELECT NULL AS a
CREATE VIEW sb AS SELECT a FROM missing
CREATE VIEW sb AS SELECT 1 / 0 AS a
SELECT * FROM sb
DROP VIEW sb

CREATE TABLE sc AS SELECT 1 AS a, CAST(2 AS bigint) AS b, 'text' AS c, 1.50 AS d, 2e0 AS e, TRUE AS f, DATE '2026-01-05' AS g, TIMESTAMP '2026-01-05 10:00:00.123' AS h
SELECT * FROM sc
SHOW COLUMNS FROM sc
INSERT INTO sc (a, c) VALUES (7, 'ab')
SELECT a, c, d, h FROM sc ORDER BY a
INSERT INTO sc (c, a) SELECT 'toolong', 8
INSERT INTO sc (a) VALUES (CAST(9 AS bigint))
INSERT INTO sc (b) VALUES (9)
INSERT INTO sc (a, z) VALUES (1, 2)
INSERT INTO sc (a, a) VALUES (1, 2)
INSERT INTO sc VALUES (1, 2)
INSERT INTO sc (a) VALUES (NULL)
INSERT INTO sc (e) VALUES (1.25)
INSERT INTO sc (d) VALUES (123.45)
INSERT INTO sc (d) VALUES (3)
INSERT INTO sc (h) VALUES (DATE '2026-02-01')
SELECT count(*), count(a), sum(b), max(e), max(h) FROM sc
DROP VIEW sc
DROP TABLE sc
DROP TABLE IF EXISTS sc

CREATE TABLE sd (id bigint, dt varchar) WITH (format = 'PARQUET', partitioned_by = ARRAY['dt'])
SHOW COLUMNS FROM sd
INSERT INTO sd SELECT x, concat('2026-01-0', CAST(x AS varchar)) FROM UNNEST(sequence(1, 5)) AS t (x)
INSERT INTO sd SELECT id + 10, dt FROM sd WHERE id < 3
SELECT * FROM sd ORDER BY id
CREATE VIEW sd_days AS SELECT dt, count(*) AS n FROM sd GROUP BY dt
INSERT INTO sd SELECT 99, '2026-01-01'
SELECT * FROM sd_days ORDER BY dt
INSERT INTO sd SELECT 1 / (id - 3), dt FROM sd
SELECT count(*) FROM sd
INSERT INTO sd_days SELECT 'x', 1
DROP TABLE sd_days
DROP VIEW sd_days
DROP TABLE sd
SELECT * FROM sd

CREATE TABLE se WITH (format = 'PARQUET', partitioned_by = ARRAY['a']) AS SELECT 1 AS a, 2 AS b
CREATE TABLE se WITH (format = 'PARQUET', partitioned_by = ARRAY['a']) AS SELECT 'x' AS a
CREATE TABLE se AS SELECT 1
CREATE TABLE se AS SELECT 1 AS a, 2 AS a
CREATE TABLE se AS SELECT NULL AS a
CREATE TABLE se AS SELECT ROW(1, 'a') AS a
CREATE TABLE se AS SELECT INTERVAL '1' DAY AS a
CREATE TABLE se AS SELECT TIMESTAMP '2026-01-05 10:00:00 UTC' AS a
CREATE TABLE se AS SELECT JSON '1' AS a
CREATE TABLE se AS SELECT ARRAY[''] AS a, MAP(ARRAY[''], ARRAY['']) AS m, CAST(ROW('') AS row(x varchar(0))) AS r
SHOW COLUMNS FROM se
DROP TABLE se
CREATE TABLE se (a timestamp(6))
CREATE TABLE se (a json)
CREATE TABLE se (a integer, a bigint)
CREATE TABLE se WITH (unheard_of = 1) AS SELECT 1 AS a

CREATE TABLE sf (x, y) AS SELECT 1, 'two'
SELECT * FROM sf
CREATE TABLE sf AS SELECT 1 AS a
CREATE VIEW sf AS SELECT 1 AS a
CREATE OR REPLACE VIEW sf AS SELECT 1 AS a
CREATE TABLE IF NOT EXISTS sf AS SELECT 2 AS b
SELECT * FROM sf
CREATE TABLE sf_empty AS SELECT * FROM sf WITH NO DATA
SELECT count(*) FROM sf_empty
CREATE TABLE sf_two (x, y, z) AS SELECT 1, 2
DROP TABLE sf_empty
DROP TABLE sf

CREATE TABLE sg AS SELECT CAST(ROW(1, ARRAY['a', NULL]) AS row(n integer, l array(varchar))) AS r, MAP(ARRAY['k'], ARRAY[1.5]) AS m, ARRAY[CAST(ROW(1e0) AS row(x double))] AS rs
SELECT r.n, r.l, element_at(m, 'k'), rs FROM sg
SHOW COLUMNS FROM sg
INSERT INTO sg (r) SELECT CAST(ROW(2, NULL) AS row(n integer, l array(varchar)))
SELECT r FROM sg ORDER BY r.n
INSERT INTO sg (rs) SELECT ARRAY[CAST(ROW(nan()) AS row(x double))]
SELECT count(*) FROM sg WHERE rs[1].x = rs[1].x
DROP TABLE sg

CREATE VIEW sh_a AS SELECT 1 AS n
CREATE VIEW sh_b AS SELECT n + 1 AS m FROM sh_a
SELECT * FROM sh_b
CREATE OR REPLACE VIEW sh_a AS SELECT 5 AS n
SELECT * FROM sh_b
CREATE OR REPLACE VIEW sh_a AS SELECT 'x' AS other
SELECT * FROM sh_b
CREATE OR REPLACE VIEW sh_a AS SELECT m AS n FROM sh_b
DROP VIEW sh_a
SELECT * FROM sh_b
DROP VIEW sh_b

EXECUTE IMMEDIATE 'SELECT ? + 1, upper(?)' USING 41, 'abc'
EXECUTE IMMEDIATE 'SELECT ?, ?, ?, ?' USING -2, 1.50, DATE '2026-01-05', CAST(NULL AS varchar)
EXECUTE IMMEDIATE 'SELECT 1 WHERE 1 = ?' USING 1, 2
EXECUTE IMMEDIATE 'SELECT ?'
EXECUTE IMMEDIATE 'SELECT x FROM UNNEST(sequence(1, 9)) AS t (x) ORDER BY x OFFSET ? LIMIT ?' USING 2, 3
EXECUTE IMMEDIATE 'SELECT ''a'' || ?' USING 'it''s'
EXECUTE IMMEDIATE 'CREATE TABLE si AS SELECT ? AS a' USING 1e0
SELECT * FROM si
EXECUTE IMMEDIATE 'INSERT INTO si VALUES ?' USING 3e0
SELECT * FROM si ORDER BY a
EXECUTE IMMEDIATE 'DROP TABLE si'
EXECUTE IMMEDIATE 'EXECUTE IMMEDIATE ''SELECT 1'''
EXECUTE IMMEDIATE 'CREATE VIEW si_v AS SELECT 1 AS a'
EXECUTE IMMEDIATE 'SELECT a FROM si_v WHERE a = ?' USING 1
SELECT a + ? FROM si_v
DROP VIEW si_v

CREATE TABLE sk (l array(integer), r row(a integer, b varchar), m map(varchar, double), d date, t timestamp, z decimal(38, 10))
INSERT INTO sk (l) VALUES (ARRAY[1.5, NULL])
INSERT INTO sk (l) VALUES (ARRAY[])
INSERT INTO sk (r) VALUES (ROW(1, 'x'))
INSERT INTO sk (r) VALUES (CAST(ROW(1e0, 'x') AS row(other double, names varchar(1))))
INSERT INTO sk (r) VALUES (ROW(1, 2))
INSERT INTO sk (m) VALUES (MAP(ARRAY['k'], ARRAY[1]))
INSERT INTO sk (d) VALUES (TIMESTAMP '2026-01-05 23:59:59.999')
INSERT INTO sk (d) VALUES ('2026-01-05')
INSERT INTO sk (t) VALUES (TIMESTAMP '2026-01-05 23:59:59.9996')
INSERT INTO sk (t) VALUES (TIMESTAMP '2026-01-05 23:59:59.999 Europe/Berlin')
INSERT INTO sk (z) VALUES (1e0 / 3)
INSERT INTO sk (z) VALUES (TRUE)
SELECT * FROM sk ORDER BY d, t, z, r.a, cardinality(l), cardinality(m)
DROP TABLE sk

CREATE TABLE sj (a varchar(3), b array(varchar(3)), c real, d tinyint, e decimal(4, 1))
INSERT INTO sj (a) VALUES ('abc')
INSERT INTO sj (a) VALUES ('abcd')
INSERT INTO sj (a) VALUES (CAST('ab' AS varchar))
INSERT INTO sj (b) VALUES (ARRAY['abc'])
INSERT INTO sj (b) VALUES (ARRAY['ab'])
INSERT INTO sj (c) VALUES (1)
INSERT INTO sj (c) VALUES (1.5)
INSERT INTO sj (c) VALUES (1e0)
INSERT INTO sj (d) VALUES (1)
INSERT INTO sj (d) VALUES (CAST(1 AS tinyint))
INSERT INTO sj (e) VALUES (1.25)
INSERT INTO sj (e) VALUES (12.5)
INSERT INTO sj (a) VALUES (1)
INSERT INTO sj (a) VALUES ('ab    '), (CAST('a  ' AS varchar))
INSERT INTO sj (a) VALUES (CAST('a  b' AS varchar))
INSERT INTO sj (d) VALUES (1000)
INSERT INTO sj (d) VALUES (2.5e0), (3.5)
INSERT INTO sj (e) VALUES (CAST('NaN' AS double))
INSERT INTO sj (c) VALUES (16777217)
SELECT a, b, c, d, e, length(a) FROM sj ORDER BY a, d, c, e, element_at(b, 1)
SELECT count(*), count(a), count(b), count(c), count(d), count(e) FROM sj
CREATE TABLE sj_text AS SELECT '' AS a
SHOW COLUMNS FROM sj_text
CREATE TABLE sj_time AS SELECT TIMESTAMP '2026-01-05 10:00:00' AS a
SELECT * FROM sj_time
CREATE TABLE sj_fine AS SELECT TIMESTAMP '2026-01-05 10:00:00.123456' AS a
SELECT * FROM sj_fine
DROP TABLE sj
DROP TABLE IF EXISTS sj_text
DROP TABLE IF EXISTS sj_time
DROP TABLE IF EXISTS sj_fine
`;

/** The scripts, as lists of statements. */
export const STATEMENT_BATTERY: readonly (readonly string[])[] = SCRIPTS.trim()
  .split('\n\n')
  .map((script) => script.split('\n'));
