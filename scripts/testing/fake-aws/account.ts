/** What the services of the fake have in common. */

/** An answer that is no success, under the name that the service gives it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, name: string, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** A call: its name, whether it is answered in XML, and what it does, which may throw a Refusal. */
export type Call = readonly [action: string, isXml: boolean, run: () => object];

export interface StoredFunction {
  readonly variables: Readonly<Record<string, string>>;
  sha256: string;
  /** So many looks it still takes until Lambda is done with the last change. */
  busyLooks: number;
  /** Why Lambda failed with the last change. */
  failure?: string;
}

/** By deployed name. */
export class Functions extends Map<string, StoredFunction> {
  /** Looks that Lambda is busy with a function after it got new code. */
  busyAfterUpdate = 2;
}
