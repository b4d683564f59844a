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
      const options = referenceOptions(stage, lab);
      const { application, visit } = await visitTo(options);
      const ways: Way[] = [];
      for (const ask of presetsOf(application)) ways.push(await visit.send(ask));
      await visit.stop();
      const names = [
        [options.folder, options.shown],
        [root, '.'],
      ] as const;
      recordings.set(lab.number, { application, ways: renamed(ways, names) });
    }
  } finally {
    stage.remove();
  }
  return recordings;
}

/** Where the course lies on the machine that records is nobody's business: stacks name other paths. */
function renamed(
  ways: readonly Way[],
  names: readonly (readonly [path: string, name: string])[],
): readonly Way[] {
  let text = JSON.stringify(ways);
  for (const [path, name] of names) {
    let spelled: string = path;
    // A stack may stand in JSON that stands in a text: each time a backslash becomes two.
    for (let depth = 0; depth < 3; depth += 1) {
      spelled = JSON.stringify(spelled).slice(1, -1);
      text = text.replaceAll(spelled, name);
    }
  }
  return JSON.parse(text) as readonly Way[];
}
