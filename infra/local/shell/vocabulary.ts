/** What a statement may name. */
export interface Vocabulary {
  readonly tables: readonly Named[];
  readonly views: readonly Named[];
  readonly functions: readonly string[];
  /** Columns of a table or view; null when there is none of the name. */
  columnsOf(name: string): readonly Column[] | null;
}

/** A table or view, and what one row of it is. */
export interface Named {
  readonly name: string;
  readonly grain: string;
}

export interface Column {
  readonly name: string;
  /** As Trino prints it. */
  readonly type: string;
  readonly doc: string;
}

/** Words of Athena SQL that begin or join its clauses. */
export const KEYWORDS =
  `ALL AND ANY ARRAY AS ASC AT BETWEEN BY CASE CAST CROSS CURRENT ROW CUBE DATE DESC DESCRIBE DISTINCT ELSE
END ESCAPE EXCEPT EXISTS EXTRACT FALSE FETCH FILTER FIRST FOLLOWING FROM FULL GROUP GROUPING SETS GROUPS HAVING IN INNER
INTERSECT INTERVAL IS JOIN LAST LATERAL LEFT LIKE LIMIT NATURAL NOT NULL NULLS OFFSET ON ONLY OR ORDER ORDINALITY OUTER OVER
PARTITION PRECEDING RANGE RIGHT ROLLUP ROWS SELECT SHOW TABLES COLUMNS THEN TIME TIMESTAMP TRUE TRY_CAST UNBOUNDED UNION UNNEST
USING VALUES WHEN WHERE WINDOW WITH ZONE`.split(/\s+/);
