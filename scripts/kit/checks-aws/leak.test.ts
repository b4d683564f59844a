import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SECRET_TO_LOOK_FOR, showsSecret } from './leak.ts';

const BYTES = Buffer.from(SECRET_TO_LOOK_FOR);

describe('what a function says of a secret', () => {
  test.each([
    ['all of it', SECRET_TO_LOOK_FOR],
    ['its first letter', `too short: ${SECRET_TO_LOOK_FOR.slice(0, 1)}...`],
    ['its last letters', `***${SECRET_TO_LOOK_FOR.slice(-2)}`],
    ['reversed', Array.from(SECRET_TO_LOOK_FOR).toReversed().join('')],
    ['a part of it in hex', BYTES.toString('hex').slice(7, 20)],
    ['its beginning in base64', BYTES.toString('base64').slice(0, 8)],
    ['as a URL has it', encodeURIComponent(SECRET_TO_LOOK_FOR).slice(0, 12)],
    ['a digest that anybody can try at', createHash('sha256').update(BYTES).digest('hex')],
  ])('is a leak: %s', (_, text) => {
    expect(showsSecret(`Error: ${text}`)).toBe(true);
  });

  test.each([
    'JWT_SECRET must have at least 32 bytes, and has 31',
    'JWT_SECRET이 너무 짧습니다: 32바이트 이상이어야 합니다 (11자)',
    'RequestId: 3f0c8d2a-5e2b-4a4e-9d6f-0e5bb7a1c1f0 JWT_SECRET is missing',
  ])('is none: %s', (text) => {
    expect(showsSecret(text)).toBe(false);
  });
});
