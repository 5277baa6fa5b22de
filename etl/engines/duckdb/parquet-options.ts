/** Different values of a column up to which it is coded. A column of texts has more; to look on costs as much as to write it. */
const DICTIONARY_VALUES = 4_096;

/** Rows that are pruned, or read, together. */
export const ROW_GROUP_ROWS = 122_880;

/**
 * How files are written. A column's dictionary takes its room beforehand: ids of calls are to fit, in a short file no more.
 * A file that was not finished is never named by a manifest, so that none is written under another name first.
 * @param documents how many the file is made from, if that is known
 */
export function parquetOptions(compression: string, documents = DICTIONARY_VALUES): string {
  const values = Math.min(DICTIONARY_VALUES, 2 ** Math.ceil(Math.log2(2 * documents + 64)));
  return `(FORMAT parquet, COMPRESSION ${compression}, ROW_GROUP_SIZE ${ROW_GROUP_ROWS},
    DICTIONARY_SIZE_LIMIT ${values}, USE_TMP_FILE false)`;
}
