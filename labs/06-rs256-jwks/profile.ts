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
  // TODO 5: answer with what the gateway hands over; fail where nobody was asked.
  // 할 일 5: 게이트웨이가 전달한 값으로 응답하고, 아무도 검증하지 않았다면 실패하게 하세요.
  throw new Error('TODO 5: answer with the claims');
}

/** The entries of a list as the gateway writes it: "[a b]". */
export function listClaim(text: string): string[] {
  // TODO 5: take the entries out of "[a b]".
  // 할 일 5: "[a b]"에서 항목을 꺼내세요.
  throw new Error('TODO 5: read a list');
}
