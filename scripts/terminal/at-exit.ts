/** What is to be done when this process ends, however many ask for it: Node warns of the eleventh listener. */
type Actions = Set<() => void>;

const ACTIONS = Symbol.for('jwt-workshop.at-exit');
const kept = globalThis as { [ACTIONS]?: Actions };

// One listener for a process: a worker of the instructor's check loads this module anew for each file.
const actions = (kept[ACTIONS] ??= listen());

/**
 * Calls `action`, which can't wait for anything, when the process ends; the last to ask comes first, as
 * what was made later may use what was made before. Returns a function that takes it back.
 */
export function atExit(action: () => void): () => void {
  actions.add(action);
  return () => void actions.delete(action);
}

function listen(): Actions {
  const asked: Actions = new Set();
  process.on('exit', () => {
    for (const action of [...asked].toReversed()) action();
  });
  return asked;
}
