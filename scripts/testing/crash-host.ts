/**
 * For tests: a host whose three processes are idle, waiting and in an endless loop, and which is
 * then killed from outside. Prints the process ids once all three have their event.
 */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CONTRACT_ROOT } from '#aws/contract/index.ts';
import { startLocalAws } from '#aws/local/index.ts';
import { clientFor } from './aws-client.ts';
import { startTimer, type StartTimer } from '#aws/local/timers.ts';

const EVENTS = [{ value: 'idle' }, { hang: true }, { spin: true }];

let delivered = 0;
/** The function's own timer starts when a process gets its event; a moment later it works on it. */
const watchDeliveries: StartTimer = (length, expire) => {
  if (length === 3000 && ++delivered === EVENTS.length) {
    setTimeout(() => console.log(JSON.stringify(local.processes('behave'))), 50);
  }
  return startTimer(length, expire);
};
const local = await startLocalAws(
  { name: 'crash', functions: { behave: { entry: 'behave.ts' } } },
  { root: CONTRACT_ROOT, startTimer: watchDeliveries },
);
const client = clientFor(local);
const calls = EVENTS.map((event) =>
  client.send(new InvokeCommand({ FunctionName: 'behave', Payload: JSON.stringify(event) })),
);
await Promise.allSettled(calls);
