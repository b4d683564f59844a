/** A function that does what its event says: the ways in which a handler can end. */
export async function handler(event: Behaviour, context: LambdaContext): Promise<unknown> {
  if (event.log !== undefined) console.log(event.log);
  if (event.ring !== undefined) await fetch(event.ring);
  if (event.exit !== undefined) process.exit(event.exit);
  if (event.throwText !== undefined) throw event.throwText;
  if (event.throw !== undefined)
    throw Object.assign(new Error(event.throw), { name: event.name ?? 'Error' });
  // A forgotten `await`: the handler goes on, and returns.
  if (event.reject !== undefined) void Promise.reject(new Error(event.reject));
  if (event.throwLater !== undefined) {
    const error = new Error(event.throwLater);
    setImmediate(() => {
      throw error;
    });
  }
  if (event.hang === true) await new Promise(() => setInterval(() => {}, 1000));
  if (event.idle === true) await new Promise(() => {});
  if (event.spin === true) for (;;);
  if (event.bytes !== undefined) return 'x'.repeat(event.bytes);
  if (event.circular === true) return (context.self = context);
  if (event.variables === true) return process.env;
  if (event.context === true) {
    return { ...context, remaining: context.getRemainingTimeInMillis() };
  }
  return event.value;
}

interface LambdaContext {
  self?: unknown;
  getRemainingTimeInMillis(): number;
}

interface Behaviour {
  readonly value?: unknown;
  readonly log?: string;
  /** An address that is called as soon as the handler runs. */
  readonly ring?: string;
  readonly exit?: number;
  readonly throw?: string;
  /** The name of the error that `throw` throws. */
  readonly name?: string;
  readonly throwText?: string;
  /** Rejects a promise that nobody awaits. */
  readonly reject?: string;
  /** Throws where no `catch` stands around it. */
  readonly throwLater?: string;
  /** Waits for ever, with a timer that keeps the process alive. */
  readonly hang?: boolean;
  /** Waits for ever, with nothing that keeps the process alive. */
  readonly idle?: boolean;
  /** Loops for ever. */
  readonly spin?: boolean;
  /** Returns a text of so many bytes. */
  readonly bytes?: number;
  readonly circular?: boolean;
  /** Returns its environment variables. */
  readonly variables?: boolean;
  /** Returns its context. */
  readonly context?: boolean;
}
