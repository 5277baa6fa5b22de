import { parentPort } from 'node:worker_threads';
import { type JoinRequest, joinFiles } from './join-files.ts';

parentPort?.on('message', (request: JoinRequest) => parentPort?.postMessage(joinFiles(request)));
