/** That a learner has joined a class: a file that can be deleted at any time, and then nothing is sent. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, replaceFile } from '#course/files.ts';
import { stateFolder } from '#course/stage.ts';
import type { Snapshot } from '#instructor/class/snapshot.ts';

export interface Membership {
  /** Of the class: `192.0.2.7:9021`. */
  readonly address: string;
  readonly code: string;
  /** Random; the class knows the learner by it, whatever the name. */
  readonly learner: string;
  readonly name: string;
  /** What the class does not have yet, by lab. */
  readonly unsent: Readonly<Record<string, Snapshot>>;
  /** Whether the learner has been told that the class does not take it. */
  readonly wasTold: boolean;
}

export function hasJoined(root: string): boolean {
  return existsSync(fileIn(root));
}

/** Undefined where no class was joined, or the file is broken. */
export function readMembership(root: string): Membership | undefined {
  const file = Object(readJson(fileIn(root))) as Partial<Membership>;
  const { address, code, learner, name, unsent = {}, wasTold = false } = file;
  if ([address, code, learner, name].some((text) => typeof text !== 'string')) return undefined;
  return { ...(file as Membership), unsent, wasTold };
}

export function writeMembership(root: string, membership: Membership): void {
  replaceFile(fileIn(root), `${JSON.stringify(membership, undefined, 2)}\n`);
}

export function removeMembership(root: string): void {
  rmSync(fileIn(root), { force: true });
}

function fileIn(root: string): string {
  return join(stateFolder(root), 'join.json');
}
