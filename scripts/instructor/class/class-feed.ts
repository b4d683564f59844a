/** Reports a class to its page while it changes. */
import type { ClassEvent, Door } from '#site/class/class-view.ts';
import type { ClassLab } from './class-course.ts';
import type { ClassStore } from './class-store.ts';
import { viewClass } from './view-class.ts';

/** In milliseconds: a whole room that saves at once is one change. */
const PAUSE_MS = 200;

export class ClassFeed {
  private readonly labs: readonly ClassLab[];
  private readonly store: Pick<ClassStore, 'arrivals'>;
  private readonly listeners = new Set<(event: ClassEvent) => void>();
  private timer: NodeJS.Timeout | undefined;
  private door: Door | undefined;

  constructor(labs: readonly ClassLab[], store: Pick<ClassStore, 'arrivals'>) {
    this.labs = labs;
    this.store = store;
  }

  /** The class can be joined there. */
  open(door: Door): void {
    this.door = door;
  }

  /** Something has arrived. */
  changed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.listeners.size === 0) return;
      const event = this.view();
      for (const listener of this.listeners) listener(event);
    }, PAUSE_MS).unref();
  }

  /** Reports the class as it is, and then whenever it has changed. Returns an unsubscribe function. */
  listen(listener: (event: ClassEvent) => void): () => void {
    if (this.door) listener({ type: 'door', data: this.door });
    listener(this.view());
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private view(): ClassEvent {
    return { type: 'class', data: viewClass(this.labs, this.store.arrivals) };
  }
}
