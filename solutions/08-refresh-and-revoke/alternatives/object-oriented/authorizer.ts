/* The three possible answers, one method each. */
import { verifyAccessToken, type Claims } from './access-token.ts';
import { letIn, type TokenAuthorizerEvent, type TokenAuthorizerResult } from './policy.ts';
import { isRevoked } from './revocation.ts';

export const ttlSeconds = { vip: 0, others: 30 };

class Door {
  private readonly event: TokenAuthorizerEvent;
  private readonly now = Date.now() / 1000;

  constructor(event: TokenAuthorizerEvent) {
    this.event = event;
  }

  async answer(): Promise<TokenAuthorizerResult> {
    const claims = this.genuine();
    if (await isRevoked(claims, this.now)) this.refuse();
    return letIn(claims, this.event.methodArn);
  }

  private genuine(): Claims {
    try {
      return verifyAccessToken(this.event.authorizationToken, this.now);
    } catch {
      return this.refuse();
    }
  }

  private refuse(): never {
    throw new Error('Unauthorized');
  }
}

export function handler(event: TokenAuthorizerEvent): Promise<TokenAuthorizerResult> {
  return new Door(event).answer();
}
