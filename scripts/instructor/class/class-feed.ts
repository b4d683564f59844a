/** Reports a class to its page while it changes. */
import type { ClassEvent, Door } from '#site/class/class-view.ts';
import type { ClassLab } from './class-course.ts';
import type { ClassStore } from './class-store.ts';
import { viewClass } from './view-class.ts';

/** In milliseconds: a whole room that saves at once is one change. */
const PAUSE_MS = 200;

export function classFeed(labs: readonly ClassLab[], store: Pick<ClassStore, 'arrivals'>) {
  const listeners = new Set<(event: ClassEvent) => void>();
  let timer: NodeJS.Timeout | undefined;
  let door: Door | undefined;
  const view = (): ClassEvent => ({ type: 'class', data: viewClass(labs, store.arrivals) });
  return {
    /** The class can be joined there. */
    open(at: Door): void {
      door = at;
    },
    /** Something has arrived. */
    changed(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (listeners.size === 0) return;
        const event = view();
        for (const listener of listeners) listener(event);
      }, PAUSE_MS).unref();
    },
    /** Reports the class as it is, and then whenever it has changed. Returns an unsubscribe function. */
    listen(listener: (event: ClassEvent) => void): () => void {
      if (door) listener({ type: 'door', data: door });
      listener(view());
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
