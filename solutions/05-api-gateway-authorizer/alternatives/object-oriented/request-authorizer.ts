/* Lab 5 with classes: a door knows whom it lets in. */
import jsonwebtoken, { type JwtPayload } from 'jsonwebtoken';

interface Event {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: { readonly http: { readonly method: string; readonly path: string } };
}

class Door {
  private readonly least: number;

  constructor(least: number) {
    this.least = least;
  }

  opensTo(rank: number): boolean {
    return rank >= this.least;
  }
}

class RequestAuthorizer {
  private readonly doors = new Map([
    ['GET /me', new Door(0)],
    ['GET /lounge', new Door(10)],
    ['GET /vip', new Door(20)],
  ]);

  answer({ headers, requestContext }: Event) {
    const claims = this.claimsOf(headers['authorization'] ?? '');
    const { method, path } = requestContext.http;
    const door = this.doors.get(`${method} ${path}`);
    if (!claims || !door) return { isAuthorized: false, context: null };
    const { sub: userId, email: mail, nickname, rank: level, name: fullName } = claims;
    return {
      isAuthorized: door.opensTo(/^\d+$/.test(`${level}`) ? Number(level) : 0),
      context: { userId, mail, nickname, level, fullName },
    };
  }

  private claimsOf(authorization: string): JwtPayload | undefined {
    const [scheme, token = ''] = authorization.split(' ');
    try {
      if (scheme?.toLowerCase() !== 'bearer') return undefined;
      const claims = jsonwebtoken.verify(token, process.env['JWT_SECRET'] ?? '', {
        algorithms: ['HS256'],
        issuer: process.env['JWT_ISSUER'] ?? '',
      });
      return claims as JwtPayload;
    } catch {
      return undefined;
    }
  }
}

const authorizer = new RequestAuthorizer();

export async function handler(event: Event) {
  return authorizer.answer(event);
}
