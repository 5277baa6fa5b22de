/** Different values of a column up to which it is coded. A column of texts has more; to look on costs as much as to write it. */
const DICTIONARY_VALUES = 4_096;

/** Rows of a day that are pruned, or read, together: most days are one such group, and need not be sorted. */
export const ROW_GROUP_ROWS = 122_880;

/** The same of a closed month: a day of it is to be read without the rest. Fewer rows are not smaller, but slower to count. */
export const MONTH_ROW_GROUP_ROWS = 32_768;

/**
 * How files are written. A column's dictionary takes its room beforehand: ids of calls are to fit, in a short file no more.
 * A file that was not finished is never named by a manifest, so that none is written under another name first.
 * @param documents how many the file is made from, if that is known
 */
export function parquetOptions(
  compression: string,
  documents = DICTIONARY_VALUES,
  rowGroupRows = ROW_GROUP_ROWS,
): string {
  const values = Math.min(DICTIONARY_VALUES, 2 ** Math.ceil(Math.log2(2 * documents + 64)));
  return `(FORMAT parquet, COMPRESSION ${compression}, ROW_GROUP_SIZE ${rowGroupRows},
    DICTIONARY_SIZE_LIMIT ${values}, USE_TMP_FILE false)`;
}
