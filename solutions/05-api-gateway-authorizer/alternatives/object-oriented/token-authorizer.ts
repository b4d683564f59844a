/* Lab 5 with classes: a policy that opens one door after the other. */
import jsonwebtoken, { type JwtPayload } from 'jsonwebtoken';

interface Event {
  readonly authorizationToken: string;
  readonly methodArn: string;
}

/** What a caller may do, as API Gateway reads it. */
class Policy {
  private readonly stage: string;
  private readonly open: string[] = [];

  constructor(methodArn: string) {
    this.stage = methodArn.slice(0, methodArn.indexOf('/', methodArn.indexOf('/') + 1));
  }

  openDoor(path: string): this {
    this.open.push(`${this.stage}/GET${path}`);
    return this;
  }

  toDocument() {
    const allow = { Effect: 'Allow', Action: 'execute-api:*', Resource: this.open };
    return { Version: '2012-10-17', Statement: allow };
  }
}

/** Somebody with a token of ours. */
class Member {
  private readonly claims: JwtPayload;

  private constructor(claims: JwtPayload) {
    this.claims = claims;
  }

  static from(authorization: string): Member {
    const [scheme, token = ''] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer') throw new Error('no bearer token');
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
    const { email: mail, nickname, rank: level, name: fullName } = this.claims;
    return { userId: this.id, mail, nickname, level, fullName };
  }

  policy(methodArn: string): Policy {
    const policy = new Policy(methodArn).openDoor('/me');
    if (this.rank >= 10) policy.openDoor('/lounge');
    if (this.rank >= 20) policy.openDoor('/vip');
    return policy;
  }

  private get rank(): number {
    const { rank } = this.claims;
    return typeof rank === 'string' && /^\d+$/.test(rank) ? Number(rank) : 0;
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
