/** What is to be done when this process ends, however many ask for it: Node warns of the eleventh listener. */
const actions = new Set<() => void>();

/**
 * Calls `action`, which can't wait for anything, when the process ends; the last to ask comes first, as
 * what was made later may use what was made before. Returns a function that takes it back.
 */
export function atExit(action: () => void): () => void {
  if (actions.size === 0) process.on('exit', runAll);
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) process.off('exit', runAll);
  };
}

function runAll(): void {
  for (const action of [...actions].toReversed()) action();
}
