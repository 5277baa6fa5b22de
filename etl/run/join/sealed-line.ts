import {
  type CciError,
  ContractError,
  parseJson,
  type RawCallKey,
  readCallDocument,
  sealDocument,
  sealedHead,
  sealedLine,
} from '../../../pipeline/contract/index.ts';

/**
 * A raw object as a sealed line, without line end. One that was sealed by the rules of today is taken as it is, unparsed;
 * every other one is read, checked and sealed.
 * @throws {ContractError} when it is no call document of this key
 */
export const lineOf = (bytes: Uint8Array, key: RawCallKey): Uint8Array =>
  sealedLine(bytes, sealedHead(key)) ?? sealDocument(readCallDocument(parseJson(bytes), key));

/** Why an object was refused, in a form that threads can pass to each other. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly where?: string;
  readonly hint?: string;
}

/** The refusal in a contract error; any other error is thrown again. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ContractError)) throw error;
  const { code, message, where, hint }: CciError = error;
  return {
    code,
    message,
    ...(where === undefined ? {} : { where }),
    ...(hint === undefined ? {} : { hint }),
  };
}
