import sync from 'node:fs';
import files, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** One call on a file or folder. Of a handle's or a number's calls the path is that of its file; of a renaming, the new name. */
export interface FileOperation {
  /** As `node:fs/promises` names it, whichever form was called. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Of a renaming, the old name. */
  readonly from?: string;
}

/** Is told of every call below a folder; what `before` throws is what the caller gets instead. */
export interface FileWatch {
  readonly before?: (operation: FileOperation) => void;
  readonly after?: (operation: FileOperation) => void;
}

type Call = (...args: unknown[]) => unknown;

/** Calls of `node:fs/promises` and of `node:fs` that the product uses, with the position of the path that they are about. */
const ASYNC = {
  access: 0,
  copyFile: 1,
  link: 1,
  mkdir: 0,
  open: 0,
  opendir: 0,
  readdir: 0,
  readFile: 0,
  rename: 1,
  rm: 0,
  rmdir: 0,
  stat: 0,
  unlink: 0,
  writeFile: 0,
} as const;
const SYNC = {
  linkSync: 1,
  lstatSync: 0,
  mkdirSync: 0,
  openSync: 0,
  readdirSync: 0,
  readFileSync: 0,
  renameSync: 1,
  rmdirSync: 0,
  rmSync: 0,
  statSync: 0,
  unlinkSync: 0,
  writeFileSync: 0,
} as const;
const OF_HANDLE = ['sync', 'datasync', 'read', 'writeFile', 'write'] as const;
/** Calls about a file that `openSync` has opened; those that answer later take a function for it at the end. */
const OF_NUMBER = ['readSync', 'writeSync', 'fsync', 'fdatasync', 'read'] as const;

/** The name that both forms of a call have: `rename` of `renameSync`, `sync` of `fsync`. */
const nameOf = (call: string): string => call.replace(/Sync$/, '').replace(/^f(data)?sync$/, '$1sync');

/**
 * Watches what this thread does with files below a folder, through Node's own modules: whatever the product calls, now or
 * later, is seen, without a seam in the product. Native code and other threads are not seen, and nothing that kept a call of
 * Node's for itself before, such as `promisify(fsync)`.
 * @returns ends it
 */
export function watchFiles(root: string, watch: FileWatch): () => void {
  const ends = [
    ...Object.entries(ASYNC).map(([name, at]) => replace(files, name, (call) => watched(call, name, at))),
    ...Object.entries(SYNC).map(([name, at]) => replace(sync, name, (call) => watchedSync(call, name, at))),
    ...OF_NUMBER.map((name) => replace(sync, name, (call) => watchedNumber(call, name))),
  ];
  syncBuiltinESMExports();
  const isMeant = (path: unknown): path is string => typeof path === 'string' && path.startsWith(root);
  /** Files that are open by a number. */
  const opened = new Map<unknown, string>();

  const operationOf = (call: string, path: string, from: unknown): FileOperation => {
    const name = nameOf(call);
    return name === 'rename' ? { name, path, from: String(from) } : { name, path };
  };

  function watched(call: Call, name: string, at: number): Call {
    return async (...args) => {
      const path = args[at];
      if (!isMeant(path)) return call(...args);
      const operation = operationOf(name, path, args[0]);
      watch.before?.(operation);
      const result = await call(...args);
      watch.after?.(operation);
      if (name === 'open') watchHandle(result as FileHandle, path);
      return result;
    };
  }

  function watchHandle(handle: FileHandle, path: string): void {
    for (const name of OF_HANDLE) {
      const call = (handle[name] as Call).bind(handle);
      Object.assign(handle, { [name]: watched((_, ...args) => call(...args), name, 0).bind(null, path) });
    }
  }

  function watchedSync(call: Call, name: string, at: number): Call {
    return (...args) => {
      // Some take the number of an open file as well.
      const path = opened.get(args[at]) ?? args[at];
      const operation = isMeant(path) ? operationOf(name, path, args[0]) : null;
      if (operation) watch.before?.(operation);
      const result = call(...args);
      // Numbers of files are used again.
      if (name === 'openSync') opened.delete(result);
      if (operation === null) return result;
      if (name === 'openSync') opened.set(result, operation.path);
      watch.after?.(operation);
      return result;
    };
  }

  function watchedNumber(call: Call, name: string): Call {
    return (...args) => {
      const path = opened.get(args[0]);
      if (path === undefined) return call(...args);
      const operation = operationOf(name, path, null);
      const answer = args.at(-1);
      if (typeof answer === 'function') return answered(call, operation, args.slice(0, -1), answer as Call);
      watch.before?.(operation);
      const result = call(...args);
      watch.after?.(operation);
      return result;
    };
  }

  /** A call that answers later: a failure is its answer, as the system's would be. */
  function answered(call: Call, operation: FileOperation, args: readonly unknown[], answer: Call): void {
    try {
      watch.before?.(operation);
    } catch (error) {
      process.nextTick(answer, error);
      return;
    }
    call(...args, (error: unknown, ...result: unknown[]) => {
      if (error === null) watch.after?.(operation);
      answer(error, ...result);
    });
  }

  return () => {
    for (const end of ends) end();
    syncBuiltinESMExports();
  };
}

function replace(module: object, name: string, by: (call: Call) => Call): () => void {
  const calls = module as Record<string, Call>;
  const before = calls[name];
  if (before === undefined) throw new RangeError(`faults: Node has no ${name}`);
  calls[name] = by(before.bind(module));
  return () => {
    calls[name] = before;
  };
}
