/* Another right answer: a table of readers, one for each member. */
export interface ProfileEvent {
  readonly requestContext: {
    readonly authorizer: {
      readonly jwt: {
        readonly claims: Readonly<Record<string, string>>;
        readonly scopes: readonly string[] | null;
      };
    };
  };
}

export interface ProfileAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export function listClaim(text: string): string[] {
  const entries: string[] = [];
  for (const entry of text.replace(/^\[/, '').replace(/\]$/, '').split(' ')) {
    if (entry.length > 0) entries.push(entry);
  }
  return entries;
}

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  sub: String,
  rank: String,
  exp: Number,
  groups: listClaim,
};

export function handler({ requestContext }: ProfileEvent): Promise<ProfileAnswer> {
  return new Promise((resolve) => {
    const { claims } = requestContext.authorizer.jwt;
    const members = Object.entries(READERS).map(([name, read]) => [name, read(claims[name] ?? '')]);
    const body = Buffer.from(JSON.stringify(Object.fromEntries(members))).toString();
    resolve({ statusCode: 200, headers: { 'content-type': 'application/json' }, body });
  });
}
