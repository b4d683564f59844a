/**
 * Records the reference's answers to a lab's first nine requests, for the site that is written to
 * files. Tokens and secrets in it are made for this one build and good nowhere; nothing of it is kept
 * in the repository.
 */
import type { Application } from '#aws/local/index.ts';
import { Stage } from '#course/stage.ts';
import { presetsOf } from './ask.ts';
import { labsToFollow, referenceOptions } from './follow.ts';
import { visitTo } from './host.ts';
import type { Way } from './way.ts';

export interface Recording {
  readonly application: Application;
  /** One for each of the presets, in their order. */
  readonly ways: readonly Way[];
}

/** By the lab's number. @param root of the course, absolute */
export async function recordAll(root: string): Promise<ReadonlyMap<number, Recording>> {
  const stage = new Stage(root);
  const recordings = new Map<number, Recording>();
  try {
    for (const lab of labsToFollow(root)) {
      const { application, visit } = await visitTo(referenceOptions(stage, lab));
      const ways: Way[] = [];
      for (const ask of presetsOf(application)) ways.push(await visit.send(ask));
      await visit.stop();
      recordings.set(lab.number, { application, ways });
    }
  } finally {
    stage.remove();
  }
  return recordings;
}
