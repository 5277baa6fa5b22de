/** Keyboard and screen of a person. */
export interface Person {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks a person and gives the line that they typed; null when they broke off (Ctrl-C, Ctrl-D) or went away. */
export async function askPerson({ input, output }: Person, question: string): Promise<string | null> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input, output });
  return new Promise((resolve) => {
    // Without a listener, Ctrl-C closes it as Ctrl-D does.
    lines.once('close', () => {
      output.write('\n');
      resolve(null);
    });
    lines.question(question, (answer) => {
      lines.removeAllListeners('close');
      lines.close();
      resolve(answer);
    });
  });
}
