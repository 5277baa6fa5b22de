-- Macros that give DuckDB Trino's meaning. A value that neither Trino nor its recorded answers prove fails as trino:NOT_PROVEN.

CREATE SCHEMA trino;

-- Comparisons of doubles: nothing equals or orders NaN, and NULL stays unknown.
CREATE MACRO trino.double_eq(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isnan(a) OR isnan(b) THEN FALSE ELSE a = b END;
CREATE MACRO trino.double_ne(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isnan(a) OR isnan(b) THEN TRUE ELSE a <> b END;
CREATE MACRO trino.double_lt(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isnan(a) OR isnan(b) THEN FALSE ELSE a < b END;
CREATE MACRO trino.double_le(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isnan(a) OR isnan(b) THEN FALSE ELSE a <= b END;
CREATE MACRO trino.double_gt(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isnan(a) OR isnan(b) THEN FALSE ELSE a > b END;
CREATE MACRO trino.double_ge(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isnan(a) OR isnan(b) THEN FALSE ELSE a >= b END;
CREATE MACRO trino.double_modulus(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN isinf(a) OR b = 0 THEN CAST('nan' AS DOUBLE) ELSE a % b END;

-- Java's power of 1 to NaN and of 1 and -1 to infinity is NaN, C's is 1.
CREATE MACRO trino.power(x, y) AS CASE WHEN isnan(y) OR (isinf(y) AND abs(x) = 1) THEN CASE WHEN x IS NOT NULL THEN CAST('nan' AS DOUBLE) END ELSE pow(x, y) END;

-- Quotient of whole numbers, a half rounded away from zero.
CREATE MACRO trino.divide_half_up(a, b) AS
  (a // b) + CASE WHEN abs(a % b) * 2 < abs(b) THEN CAST(0 AS HUGEINT) WHEN (a < 0) = (b < 0) THEN CAST(1 AS HUGEINT) ELSE CAST(-1 AS HUGEINT) END;

-- Texts.
CREATE MACRO trino.white_space() AS
  concat(chr(9), chr(10), chr(11), chr(12), chr(13), chr(28), chr(29), chr(30), chr(31), ' ', chr(5760), chr(8192), chr(8193), chr(8194), chr(8195),
         chr(8196), chr(8197), chr(8198), chr(8200), chr(8201), chr(8202), chr(8232), chr(8233), chr(8287), chr(12288));
-- All other characters up to U+1FFFF have the same case mapping in Trino 476 and DuckDB 1.5, compared one by one.
CREATE MACRO trino.unproven_case(x) AS
  regexp_matches(x, '[\x{19b}\x{264}\x{1c89}\x{1c8a}\x{a7cb}-\x{a7dc}\x{10d50}-\x{10d85}\x{20000}-\x{10ffff}]');
-- Trino leaves the sharp s as it is.
CREATE MACRO trino.upper_text(x) AS array_to_string(list_transform(string_split(x, 'ß'), lambda s: upper(s)), 'ß');

-- Casts from text, as Java reads it.
CREATE MACRO trino.doubtful_number(x) AS regexp_matches(regexp_replace(x, '[0-9]', '', 'g'), '\p{Nd}');
CREATE MACRO trino.doubtful_decimal(x) AS trino.doubtful_number(x) OR regexp_matches(x, '[eE][+-]?[0-9]|[0-9]{39}');
CREATE MACRO trino.decimal_digits(x) AS CASE WHEN regexp_full_match(x, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)') THEN x WHEN x IS NOT NULL THEN 'not a decimal' END;
CREATE MACRO trino.is_double(x) AS regexp_full_match(x, '[\x00-\x20]*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?[\x00-\x20]*');
CREATE MACRO trino.doubtful_double(x) AS NOT trino.is_double(x)
  AND (trino.doubtful_number(x) OR regexp_full_match(x, '(?i)[\x00-\x20]*[+-]?(nan|infinity|0x.*|[0-9.]+(e[+-]?[0-9]+)?[df]?)[\x00-\x20]*'));
CREATE MACRO trino.parse_double(x) AS
  CASE WHEN trino.is_double(x) THEN CAST(regexp_extract(x, '[-+0-9.eE]+') AS DOUBLE) WHEN x IS NOT NULL THEN CAST('trino:INVALID_CAST_ARGUMENT' AS DOUBLE) END;
CREATE MACRO trino.doubtful_real(x) AS trino.doubtful_double(x) OR length(x) > 15;
CREATE MACRO trino.parse_boolean(x) AS
  CASE WHEN lower(x) IN ('t', 'true', '1') THEN TRUE WHEN lower(x) IN ('f', 'false', '0') THEN FALSE WHEN x IS NOT NULL THEN CAST('trino:INVALID_CAST_ARGUMENT' AS BOOLEAN) END;
CREATE MACRO trino.is_date(x) AS regexp_full_match(x, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}');
CREATE MACRO trino.doubtful_date(x) AS NOT trino.is_date(x) AND regexp_matches(x, '\p{Nd}+\s*-\s*\p{Nd}+\s*-\s*\p{Nd}');
CREATE MACRO trino.parse_date(x) AS CASE WHEN trino.is_date(x) THEN CAST(x AS DATE) WHEN x IS NOT NULL THEN CAST('trino:INVALID_CAST_ARGUMENT' AS DATE) END;
CREATE MACRO trino.is_timestamp(x) AS regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}( ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)?');
CREATE MACRO trino.doubtful_timestamp(x, digits) AS
  (NOT trino.is_timestamp(x) AND regexp_matches(x, '\p{Nd}+\s*-\s*\p{Nd}+\s*-\s*\p{Nd}')) OR length(split_part(x, '.', 2)) > digits;
CREATE MACRO trino.parse_timestamp(x) AS
  CASE WHEN trino.is_timestamp(x) THEN CAST(CASE WHEN length(x) = 16 THEN x || ':00' ELSE x END AS TIMESTAMP) WHEN x IS NOT NULL THEN CAST('trino:INVALID_CAST_ARGUMENT' AS TIMESTAMP) END;
CREATE MACRO trino.round_timestamp(x, unit) AS
  make_timestamp(CAST(epoch_us(x) + unit // 2 - ((epoch_us(x) + unit // 2) % unit + unit) % unit AS BIGINT));

-- Casts to text.
CREATE MACRO trino.four_digit_year(x) AS year(x) BETWEEN 1000 AND 9999;
CREATE MACRO trino.date_text(x) AS
  CASE WHEN x IS NULL THEN NULL WHEN trino.four_digit_year(x) THEN strftime(x, '%Y-%m-%d') ELSE "native:doubt NOT_PROVEN|boolean|varchar"(NOT trino.four_digit_year(x)) END;
CREATE MACRO trino.timestamp_text(x, digits) AS
  CASE WHEN x IS NULL THEN NULL
       WHEN trino.four_digit_year(x) THEN left(strftime(x, '%Y-%m-%d %H:%M:%S.%f'), CASE WHEN digits = 0 THEN 19 ELSE 20 + digits END)
       ELSE "native:doubt NOT_PROVEN|boolean|varchar"(NOT trino.four_digit_year(x)) END;
-- Java writes one digit before the point; the shortest digits are the same for numbers of up to 15 of them.
CREATE MACRO trino.significant(t) AS rtrim(ltrim(replace(split_part(ltrim(t, '-'), 'e', 1), '.', ''), '0'), '0');
CREATE MACRO trino.exponent(t) AS
  CAST(CASE WHEN contains(t, 'e') THEN split_part(t, 'e', 2) ELSE '0' END AS INTEGER)
  + CASE WHEN split_part(ltrim(split_part(t, 'e', 1), '-'), '.', 1) <> '0' THEN length(split_part(ltrim(split_part(t, 'e', 1), '-'), '.', 1)) - 1
         ELSE length(ltrim(split_part(split_part(t, 'e', 1), '.', 2), '0')) - length(split_part(split_part(t, 'e', 1), '.', 2)) - 1 END;
CREATE MACRO trino.double_text(x) AS
  CASE WHEN x IS NULL THEN NULL
       WHEN isnan(x) THEN 'NaN'
       WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
       WHEN x = 0 THEN CASE WHEN CAST(1 AS DOUBLE) / x > 0 THEN '0E0' ELSE '-0E0' END
       WHEN length(trino.significant(CAST(x AS VARCHAR))) > 15 OR abs(trino.exponent(CAST(x AS VARCHAR))) > 21
         THEN "native:doubt NOT_PROVEN|boolean|varchar"(length(trino.significant(CAST(x AS VARCHAR))) > 15 OR abs(trino.exponent(CAST(x AS VARCHAR))) > 21)
       ELSE concat(CASE WHEN x < 0 THEN '-' ELSE '' END, left(trino.significant(CAST(x AS VARCHAR)), 1), '.',
                   coalesce(nullif(substr(trino.significant(CAST(x AS VARCHAR)), 2), ''), '0'), 'E', CAST(trino.exponent(CAST(x AS VARCHAR)) AS VARCHAR)) END;

-- Whole months from a to b; the day of a is moved to the last of a shorter month.
CREATE MACRO trino.calendar_months(a, b) AS (year(b) - year(a)) * 12 + month(b) - month(a);
CREATE MACRO trino.months_after(a, b) AS
  trino.calendar_months(a, b) - CASE WHEN a + to_months(CAST(trino.calendar_months(a, b) AS INTEGER)) > b THEN 1 ELSE 0 END;
CREATE MACRO trino.months_between(a, b) AS CASE WHEN a <= b THEN trino.months_after(a, b) ELSE -trino.months_after(b, a) END;

-- Arrays: NULL elements make answers unknown.
CREATE MACRO trino.has_null(list) AS len(list_filter(list, lambda e: e IS NULL)) > 0;
CREATE MACRO trino.array_contains(list, x) AS
  CASE WHEN list IS NULL OR x IS NULL THEN NULL WHEN list_contains(list, x) THEN TRUE WHEN trino.has_null(list) THEN NULL ELSE FALSE END;
CREATE MACRO trino.any_true(list) AS
  CASE WHEN list IS NULL THEN NULL WHEN list_contains(list, TRUE) THEN TRUE WHEN trino.has_null(list) THEN NULL ELSE FALSE END;
CREATE MACRO trino.all_true(list) AS
  CASE WHEN list IS NULL THEN NULL WHEN list_contains(list, FALSE) THEN FALSE WHEN trino.has_null(list) THEN NULL ELSE TRUE END;
CREATE MACRO trino.array_concat(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_concat(a, b) END;
CREATE MACRO trino.array_remove(list, x) AS CASE WHEN x IS NOT NULL THEN list_filter(list, lambda e: e <> x) END;
CREATE MACRO trino.array_distinct(list) AS list_filter(list, lambda e, i: list_position(list, e) = i);
CREATE MACRO trino.join_texts(list, separator) AS CASE WHEN list IS NULL OR separator IS NULL THEN NULL ELSE coalesce(array_to_string(list_filter(list, lambda e: e IS NOT NULL), separator), '') END;
-- Trino takes any of several values of a key, so here a key that comes twice fails.
CREATE MACRO trino.map_of(entries) AS CASE WHEN len(list_filter(entries, lambda e: e IS NOT NULL)) > 0 THEN map_from_entries(list_filter(entries, lambda e: e IS NOT NULL)) END;
CREATE MACRO trino.entries(m) AS list_transform(map_entries(m), lambda e: struct_pack(f1 := e.key, f2 := e.value));
