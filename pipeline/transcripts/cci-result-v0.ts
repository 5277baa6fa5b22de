import { DocumentRefused, isResultV0, RESULT_V0, upcastV0 } from '../contract/index.ts';
import { BadShape } from './errors.ts';
import type { TranscriptFormat } from './format.ts';

/** Result JSON of the source systems, without a transcript: contract/call-document-v0.ts reads it. */
export const cciResultV0 = {
  name: RESULT_V0,
  title: 'Result JSON of CCI Lite (version 0)',
  recognises: isResultV0,
  parse(json) {
    try {
      return upcastV0(json);
    } catch (cause) {
      if (!(cause instanceof DocumentRefused) || cause.code !== 'bad_shape') throw cause;
      const where = cause.where ?? '$';
      throw new BadShape(RESULT_V0, `cannot be read at ${where}`, { where, cause });
    }
  },
} as const satisfies TranscriptFormat;
