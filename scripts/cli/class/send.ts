/** Sends to the class that was joined what a run has come to. Nothing waits for it, and nothing depends on it. */
import { MESSAGES } from '#instructor/class/collector.ts';
import {
  snapshotOf,
  VERSION,
  type ClassMessage,
  type Snapshot,
} from '#instructor/class/snapshot.ts';
import { readMistakes } from '#instructor/rules/mistakes.ts';
import { findLabs } from '#course/lab.ts';
import type { LabRun } from '#runner/result.ts';
import { say, type Message } from '#text/message.ts';
import { readMembership, writeMembership, type Membership } from './membership.ts';

/** How long the class may take, in milliseconds. */
const LIMIT_MS = 3_000;

/** Why the class did not take it. */
export type Refusal = 'unreachable' | 'code' | 'version' | 'flood' | 'other';

export const REFUSALS: Readonly<Record<Refusal, Message>> = {
  unreachable: say`The class can't be reached. Your result is kept, and sent with the next one.`,
  code: say`The class does not take its code any more: it is another class now. Join it, or stop sending with: npm run join -- --off`,
  version: say`The class does not know this lab as it is here: pull the course's newest version. Nothing else depends on it.`,
  flood: say`The class takes no more results for a moment. Yours is kept, and sent with the next one.`,
  other: say`What answers at the class's address is no class.`,
};

/**
 * Returns what keeps a result and sends it, with what has not been sent before; one after the other. Its
 * promise resolves when that is over, and never rejects.
 *
 * @param tell says a line to the learner: where a class can't be reached, once
 */
export function classSender(
  root: string,
  tell: (line: Message) => Promise<void>,
): (run: LabRun) => Promise<void> {
  let turn: Promise<void> = Promise.resolve();

  async function send(run: LabRun, at: number): Promise<void> {
    const lab = findLabs(root).find(({ number }) => number === run.lab.number);
    const snapshot = lab && snapshotOf(run, readMistakes(lab), at);
    if (!snapshot) return;
    change(({ unsent }) => ({ unsent: { ...unsent, [snapshot.lab]: snapshot } }));
    const left = Object.values(readMembership(root)?.unsent ?? {});
    for (const one of left.toSorted((a, b) => a.at - b.at)) {
      const membership = readMembership(root);
      if (!membership) return;
      const refusal = await post(membership, one);
      if (refusal === undefined || refusal === 'version') forget(one);
      if (refusal !== undefined && !membership.wasTold) await tell(REFUSALS[refusal]);
      change(() => ({ wasTold: refusal !== undefined }));
      if (refusal !== undefined && refusal !== 'version') return;
    }
  }

  function forget(sent: Snapshot): void {
    change(({ unsent }) => ({
      unsent: Object.fromEntries(
        // A newer one may have come from another terminal.
        Object.entries(unsent).filter(([lab, { at }]) => lab !== String(sent.lab) || at > sent.at),
      ),
    }));
  }

  /** Where the class was left meanwhile, it stays left. */
  function change(changed: (membership: Membership) => Partial<Membership>): void {
    const membership = readMembership(root);
    if (membership) writeMembership(root, { ...membership, ...changed(membership) });
  }

  return (run) => {
    const at = Date.now();
    // A folder that can't be written to, a file that was deleted meanwhile: the lab goes on.
    turn = turn.then(() => send(run, at)).catch(() => undefined);
    return turn;
  };
}

/** Sends one message. Returns why it was not taken; undefined where it was. */
export async function post(
  { address, code, learner, name }: Pick<Membership, 'address' | 'code' | 'learner' | 'name'>,
  snapshot?: Snapshot,
): Promise<Refusal | undefined> {
  const message: ClassMessage = {
    version: VERSION,
    learner,
    name,
    sent: Date.now(),
    ...(snapshot && { snapshot }),
  };
  try {
    const { status, body } = await fetch(`http://${address}${MESSAGES}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${code}`, 'content-type': 'application/json' },
      body: JSON.stringify(message),
      // The code goes to the address that was typed, and to no other.
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    await body?.cancel();
    return status === 204 ? undefined : (BY_STATUS[status] ?? 'other');
  } catch {
    return 'unreachable';
  }
}

const BY_STATUS: Readonly<Record<number, Refusal>> = {
  400: 'version',
  401: 'code',
  413: 'version',
  429: 'flood',
  503: 'flood',
};
