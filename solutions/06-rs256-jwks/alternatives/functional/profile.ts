/* Another right answer: a 500 that is answered and not thrown, and a list by a pattern. */
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

export const listClaim = (text: string): string[] =>
  /^\[(.*)\]$/s.exec(text)?.[1]?.split(' ').filter(Boolean) ?? [];

export const handler = async (event: ProfileEvent): Promise<ProfileAnswer> => {
  const claims = (event.requestContext as Partial<ProfileEvent['requestContext']>).authorizer?.jwt
    ?.claims;
  if (claims === undefined) return { statusCode: 500, body: 'This route has no authorizer.' };
  const { sub, rank, exp, groups = '' } = claims;
  return {
    statusCode: 200,
    body: JSON.stringify({
      sub,
      rank,
      exp: Number.parseInt(exp ?? '', 10),
      groups: listClaim(groups),
    }),
  };
};
