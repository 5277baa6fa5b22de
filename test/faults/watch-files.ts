import sync from 'node:fs';
import files, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** One call on a file or folder. Of a handle's calls the path is that of its file; of a renaming, the new name. */
export interface FileOperation {
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
  openSync: 0,
  mkdirSync: 0,
  rmSync: 0,
  renameSync: 0,
  unlinkSync: 0,
  writeFileSync: 0,
} as const;
const OF_HANDLE = ['sync', 'datasync', 'read', 'writeFile', 'write'] as const;

/**
 * Watches what this thread does with files below a folder, through Node's own modules: whatever the product calls, now or
 * later, is seen, without a seam in the product. Native code and other threads are not seen.
 * @returns ends it
 */
export function watchFiles(root: string, watch: FileWatch): () => void {
  const ends = [
    ...Object.entries(ASYNC).map(([name, at]) => replace(files, name, (call) => watched(call, name, at))),
    ...Object.entries(SYNC).map(([name, at]) => replace(sync, name, (call) => watchedSync(call, name, at))),
    replace(sync, 'writeSync', watchedWrite),
  ];
  syncBuiltinESMExports();
  const isMeant = (path: unknown): path is string => typeof path === 'string' && path.startsWith(root);
  const written = new Map<unknown, string>();

  function watched(call: Call, name: string, at: number): Call {
    return async (...args) => {
      const path = args[at];
      if (!isMeant(path)) return call(...args);
      const operation = name === 'rename' ? { name, path, from: String(args[0]) } : { name, path };
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
      const path = args[at];
      const meant = isMeant(path);
      if (meant) watch.before?.({ name, path });
      const result = call(...args);
      // Numbers of files are used again.
      if (name === 'openSync') written.delete(result);
      if (!meant) return result;
      if (name === 'openSync') written.set(result, path);
      watch.after?.({ name, path });
      return result;
    };
  }

  function watchedWrite(call: Call): Call {
    return (...args) => {
      const path = written.get(args[0]);
      if (path !== undefined) watch.before?.({ name: 'writeSync', path });
      return call(...args);
    };
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
