/* Nothing is kept: one number for all doors. */
import { verifyAccessToken, type Claims } from './access-token.ts';
import { letIn, type TokenAuthorizerEvent, type TokenAuthorizerResult } from './policy.ts';
import { isRevoked } from './revocation.ts';

export const ttlSeconds = 0;

export const handler = async ({
  authorizationToken,
  methodArn,
}: TokenAuthorizerEvent): Promise<TokenAuthorizerResult> => {
  const now = Date.now() / 1000;
  const claims = attempt(() => verifyAccessToken(authorizationToken, now));
  if (!claims || (await isRevoked(claims, now))) throw new Error('Unauthorized');
  return letIn(claims, methodArn);
};

const attempt = (read: () => Claims): Claims | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
