import { Worker } from 'node:worker_threads';
import { PARENT_PATH } from '../protocol.ts';

/**
 * Ends this process as soon as its host is gone, even while the handler is in an endless loop: a
 * thread of its own holds a request open that the host never answers, and a connection ends with
 * the process that held it, on every system and however it died.
 */
export function dieWithParent(api: string): void {
  const [hostname, port] = api.split(':');
  const thread = new Worker(WATCH, {
    eval: true,
    workerData: { hostname, port, path: PARENT_PATH },
    env: {},
    // The thread does next to nothing: without limits its heap would count for megabytes.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  thread.on('error', () => {});
  thread.unref();
}

/** CommonJS source text, because a worker made from text is that. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { connect } = require('node:net');
const { hostname, port, path } = workerData;
const socket = connect(Number(port), hostname, () => {
  socket.write('GET ' + path + ' HTTP/1.1\\r\\nHost: ' + hostname + ':' + port + '\\r\\n\\r\\n');
});
socket.on('error', () => {});
socket.on('close', () => process.kill(process.pid, 'SIGKILL'));
socket.resume();
`;
