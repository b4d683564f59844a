/** What the course's Markdown has that the site can't show: the build ends, and names every place. */

export interface Problem {
  /** `labs/02-hs256/README.md:17`. */
  readonly place: string;
  readonly what: string;
}

/** Thrown by the build. Its message lists the problems, one a line. */
export class SiteError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ place, what }) => `${place}: ${what}`).join('\n'));
    this.name = 'SiteError';
    this.problems = problems;
  }
}
