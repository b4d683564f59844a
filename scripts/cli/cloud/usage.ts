/** What `npm run deploy`, `destroy`, `probe` and `template` were asked for. */
export interface Request {
  /** `deploy` and `template`: the lab's number, or the application of the contract cases. */
  readonly lab: number | 'contract' | undefined;
  /** Empty for `template`. */
  readonly region: string;
  /** Undefined where `deploy` and `template` may choose it. */
  readonly prefix: string | undefined;
  /** The reference solution's functions in place of the learner's. */
  readonly solution: boolean;
  readonly dryRun: boolean;
  /** `template`: the file to write; standard output where it is left out. */
  readonly out: string | undefined;
}
