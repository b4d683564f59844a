/* Lab 5 with classes: a policy that allows the stage, and denies the doors that stay shut. */
import jsonwebtoken, { type JwtPayload } from 'jsonwebtoken';

interface Event {
  readonly authorizationToken: string;
  readonly methodArn: string;
}

/** What a caller may do, as API Gateway reads it. */
class Policy {
  private readonly stage: string;
  private readonly shut: string[] = [];

  constructor(methodArn: string) {
    this.stage = methodArn.slice(0, methodArn.indexOf('/', methodArn.indexOf('/') + 1));
  }

  shutDoor(path: string): this {
    this.shut.push(`${this.stage}/*${path}`);
    return this;
  }

  toDocument() {
    const allow = { Effect: 'Allow', Action: 'execute-api:*', Resource: [`${this.stage}/*`] };
    const deny = { Effect: 'Deny', Action: 'execute-api:*', Resource: this.shut };
    return {
      Version: '2012-10-17',
      Statement: this.shut.length === 0 ? [allow] : [allow, deny],
    };
  }
}

/** Somebody with a token of ours. */
class Member {
  private readonly claims: JwtPayload;

  private constructor(claims: JwtPayload) {
    this.claims = claims;
  }

  static from(authorization: string): Member {
    const token = authorization.slice(authorization.indexOf(' ') + 1);
    const claims = jsonwebtoken.verify(token, process.env['JWT_SECRET'] ?? '', {
      algorithms: ['HS256'],
      issuer: process.env['JWT_ISSUER'] ?? '',
    });
    return new Member(claims as JwtPayload);
  }

  get id(): string {
    return String(this.claims.sub);
  }

  get context() {
    return { userId: this.id, nickname: String(this.claims['nickname']), level: this.rank };
  }

  policy(methodArn: string): Policy {
    const policy = new Policy(methodArn);
    if (!(this.rank >= 10)) policy.shutDoor('/lounge');
    if (!(this.rank >= 20)) policy.shutDoor('/vip');
    return policy;
  }

  private get rank(): number {
    return Number(this.claims['rank'] ?? 0) || 0;
  }
}

class TokenAuthorizer {
  answer({ authorizationToken, methodArn }: Event) {
    const member = this.memberOf(authorizationToken);
    return {
      principalId: member.id,
      policyDocument: member.policy(methodArn).toDocument(),
      context: member.context,
    };
  }

  private memberOf(authorization: string): Member {
    try {
      return Member.from(authorization);
    } catch {
      throw new Error('Unauthorized');
    }
  }
}

const authorizer = new TokenAuthorizer();

export async function handler(event: Event) {
  return authorizer.answer(event);
}
