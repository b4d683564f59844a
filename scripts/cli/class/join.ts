/** `npm run join`: from now on a class is sent what each run has come to; `--off` ends that. */
import { randomUUID } from 'node:crypto';
import { isName, LONGEST_NAME } from '#instructor/class/snapshot.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError, UsageError } from '#terminal/errors.ts';
import { listenForKeys } from '#terminal/keys.ts';
import { say } from '#text/message.ts';
import { readMembership, removeMembership, writeMembership } from './membership.ts';
import { post, REFUSALS } from './send.ts';

export interface JoinOptions {
  readonly address: string | undefined;
  readonly code: string | undefined;
  readonly as: string | undefined;
  readonly yes: boolean;
  readonly off: boolean;
}

/** `ask` returns the key that is pressed; a test presses one. */
export async function joinClass(
  context: Context,
  options: JoinOptions,
  ask: () => Promise<string> = nextKey,
): Promise<number> {
  if (options.off) return leaveClass(context);
  const { address, code, name } = readOptions(options);
  await context.tell(
    say`After every run (lab, watch, read) this machine will send to ${address}:`,
    say`  - your name as you give it here: ${name}`,
    say`  - the lab, and the ids of the checks that passed, failed or wait to be written`,
    say`  - for a failed check the id of the known mistake that fits`,
    say`  - when the run was, and a random id that stands for you in this class`,
    say`Never sent: your code, values, output, tokens. It travels as plain HTTP: others in the same network could read it. Stop at any time: npm run join -- --off`,
  );
  if (!options.yes) {
    if (!context.isTerminal) throw new UsageError(say`Nobody can be asked here: add --yes.`);
    await context.tell(say`Send it? y: yes, any other key: no`);
    if ((await ask()) !== 'y') {
      await context.tell(say`Nothing is sent.`);
      return 1;
    }
  }
  // Whoever joins the same class again stays the same learner, also under another name.
  const before = readMembership(context.root);
  const learner = before?.code === code ? before.learner : randomUUID();
  const membership = { address, code, learner, name };
  const refusal = await post(membership);
  if (refusal !== undefined) {
    throw new ExplainedError(
      refusal === 'unreachable'
        ? say`No class answers at ${address}. Are you in the same network, and is the address as the instructor's screen shows it?`
        : refusal === 'code'
          ? say`The class does not know this code. Type it as the instructor's screen shows it.`
          : REFUSALS[refusal],
    );
  }
  writeMembership(context.root, { ...membership, unsent: {}, wasTold: false });
  await context.tell(say`You have joined as ${name}. Nothing else changes.`);
  return 0;
}

async function leaveClass(context: Context): Promise<number> {
  removeMembership(context.root);
  await context.tell(say`Nothing is sent any more.`);
  return 0;
}

function readOptions({ address: given = '', code, as: name }: JoinOptions) {
  const address = /^(?:http:\/\/)?([\w.-]+:\d{1,5}|\[[\da-f:.]+\]:\d{1,5})\/?$/i.exec(given)?.[1];
  if (address === undefined || code === undefined) {
    throw new UsageError(
      say`Say where and with which code, as the instructor's screen shows them: npm run join -- 192.0.2.7:9021 CODE --as NAME`,
    );
  }
  if (name === undefined) throw new UsageError(say`Say under which name: --as NAME`);
  if (!isName(name)) {
    throw new UsageError(say`A name has up to ${LONGEST_NAME} letters, and no control characters.`);
  }
  return { address, code: code.toUpperCase(), name };
}

function nextKey(): Promise<string> {
  return new Promise((pressed) => {
    const stop = listenForKeys(process.stdin, (key) => {
      stop();
      pressed(key);
    });
  });
}
