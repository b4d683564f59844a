/*
 * Lab 6 · Publish a key, and let the gateway check: the function behind it
 *
 * The gateway has checked the token, and hands over its claims. All of them are texts by then,
 * whatever they were in the token.
 */

/** What an HTTP API with a JWT authorizer hands over: the members that this function reads. */
export interface ProfileEvent {
  readonly requestContext: {
    readonly authorizer: {
      readonly jwt: {
        /** `exp` is "1516242622" here, and a list is "[members cyclists]". */
        readonly claims: Readonly<Record<string, string>>;
        /** The route's; null where it asks for none. */
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

/** Answers with who is asking: sub, rank, exp as a number and groups as a list, as JSON. */
export async function handler(event: ProfileEvent): Promise<ProfileAnswer> {
  // No "?." here: where no authorizer was asked, this throws, and the client gets a 500.
  const { sub, rank, exp, groups } = event.requestContext.authorizer.jwt.claims;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub, rank, exp: Number(exp), groups: listClaim(groups ?? '[]') }),
  };
}

/** The entries of a list as the gateway writes it: "[a b]". */
export function listClaim(text: string): string[] {
  // No quotes, no commas: JSON.parse can't read it, and an entry with a blank looks like two.
  const inside = text.slice(1, -1);
  return inside === '' ? [] : inside.split(' ');
}
