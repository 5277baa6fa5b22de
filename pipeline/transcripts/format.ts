import type { Direction, ParsedTranscript } from '../contract/index.ts';

/** What is known of a call besides its file. */
export interface TranscriptOptions {
  /** As the sidecar or the command says; it wins over the file's and decides who speaks first when nothing else does. */
  readonly direction?: Direction | null | undefined;
}

/** One format of transcripts, in a file of its own. */
export interface TranscriptFormat {
  /** Stable name, stored as the document's `source.provider`. */
  readonly name: string;
  readonly title: string;
  /** Whether the value looks like this format. Cheap, never throws, and true for one format at most. */
  readonly recognises: (json: unknown) => boolean;
  /** @throws {BadShape} when something that is used is missing or of the wrong type */
  readonly parse: (json: unknown, options: TranscriptOptions) => ParsedTranscript;
}
