/* A session is an object that knows its item; a version number stands for the condition. */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { issueAccessToken } from './access-token.ts';
import { pepper } from './secrets.ts';
import { client, keyOf, tableName } from './table.ts';
import type { User } from './users.ts';

export const SESSION_SECONDS = 30 * 24 * 60 * 60;
export const GRACE_SECONDS = 10;

export type SessionErrorCode = 'unknown' | 'expired' | 'revoked' | 'reused';

export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly endsAt: number;
}

interface State {
  readonly sub: string;
  readonly gen: number;
  readonly endsAt: number;
  /** Counts every change of the item. */
  readonly version: number;
  readonly digest: Buffer;
  readonly former?: { readonly digest: Buffer; readonly at: number };
  readonly revoked: boolean;
}

class Session {
  private readonly family: string;
  private readonly state: State;

  private constructor(family: string, state: State) {
    this.family = family;
    this.state = state;
  }

  static async begin(user: User, now: number): Promise<Tokens> {
    const family = randomBytes(16).toString('base64url');
    const token = `${family}.${randomBytes(32).toString('base64url')}`;
    const session = new Session(family, {
      sub: user.id,
      gen: await Session.generationOf(user.id),
      endsAt: Math.floor(now) + SESSION_SECONDS,
      version: 1,
      digest: digestOf(token),
      revoked: false,
    });
    await session.save(0);
    return session.tokens(token, now);
  }

  static async load(token: string): Promise<Session | undefined> {
    const [family = '', secretPart = '', ...rest] = token.split('.');
    if (family.length !== 22 || secretPart.length !== 43 || rest.length > 0) return undefined;
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf.family(family), ConsistentRead: true }),
    );
    return item ? new Session(family, stateIn(item)) : undefined;
  }

  async rotate(token: string, now: number): Promise<Tokens> {
    const { state } = this;
    if (now >= state.endsAt) throw new SessionError('expired', 'past its end');
    if (state.revoked) throw new SessionError('revoked', 'taken back');
    const digest = digestOf(token);
    const next = this.successor(token);
    if (digest.equals(state.digest)) {
      const moved = { ...state, digest: digestOf(next), former: { digest, at: now } };
      await new Session(this.family, { ...moved, version: state.version + 1 }).save(state.version);
    } else if (!state.former?.digest.equals(digest) || now > state.former.at + GRACE_SECONDS) {
      await this.revoke();
      throw new SessionError('reused', 'used before');
    }
    return this.tokens(next, now);
  }

  async revoke(): Promise<void> {
    const { state } = this;
    const revoked = { ...state, revoked: true, version: state.version + 1 };
    await new Session(this.family, revoked).save(state.version);
  }

  holds(token: string): boolean {
    const digest = digestOf(token);
    return [this.state.digest, this.state.former?.digest].some((one) => one?.equals(digest));
  }

  get isRevoked(): boolean {
    return this.state.revoked;
  }

  private successor(token: string): string {
    return `${this.family}.${createHmac('sha256', pepper()).update(token).digest('base64url')}`;
  }

  private tokens(refreshToken: string, now: number): Tokens {
    const { sub, gen, endsAt } = this.state;
    const accessToken = issueAccessToken({ sub, sid: this.family, gen }, now);
    return { accessToken, refreshToken, endsAt };
  }

  /** Replaces the item of this version, and no other. */
  private async save(version: number): Promise<void> {
    const { sub, gen, endsAt, digest, former, revoked, version: own } = this.state;
    await client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: {
          ...keyOf.family(this.family),
          sub: { S: sub },
          gen: { N: String(gen) },
          expiresAt: { N: String(endsAt) },
          version: { N: String(own) },
          digest: { B: digest },
          ...(former && { former: { B: former.digest }, usedAt: { N: String(former.at) } }),
          revoked: { BOOL: revoked },
        },
        ConditionExpression:
          version === 0
            ? 'attribute_not_exists(id)'
            : 'attribute_exists(id) AND version = :version',
        ...(version > 0 && { ExpressionAttributeValues: { ':version': { N: String(version) } } }),
      }),
    );
  }

  private static async generationOf(sub: string): Promise<number> {
    const { Item: user } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf.user(sub), ConsistentRead: true }),
    );
    return Number(user?.['gen']?.N ?? 0);
  }
}

function stateIn(item: Record<string, AttributeValue>): State {
  const { sub, gen, expiresAt, version, digest, former, usedAt, revoked } = item;
  return {
    sub: sub?.S ?? '',
    gen: Number(gen?.N),
    endsAt: Number(expiresAt?.N),
    version: Number(version?.N),
    digest: Buffer.from(digest?.B ?? []),
    ...(former?.B && { former: { digest: Buffer.from(former.B), at: Number(usedAt?.N) } }),
    revoked: revoked?.BOOL === true,
  };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function start(user: User, now: number): Promise<Tokens> {
  return Session.begin(user, now);
}

export function setCookie(refreshToken: string, maxAgeSeconds: number): string {
  return `__Secure-refresh=${refreshToken}; path=/auth; secure; httponly; samesite=strict; max-age=${maxAgeSeconds}`;
}

export async function rotate(refreshToken: string, now: number): Promise<Tokens> {
  for (;;) {
    const session = await Session.load(refreshToken);
    if (!session) throw new SessionError('unknown', 'no such session');
    try {
      return await session.rotate(refreshToken, now);
    } catch (error) {
      // Another version is there by now: look again.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}

/** For revocation.ts. */
export async function revokeSession(refreshToken: string): Promise<void> {
  for (;;) {
    const session = await Session.load(refreshToken);
    if (!session?.holds(refreshToken) || session.isRevoked) return;
    try {
      return await session.revoke();
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
