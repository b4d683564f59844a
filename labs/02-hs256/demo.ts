/* Slides 15 and 19 on your own code: a token is signed, read, forged, and left to expire. */
import { demo, print, say, type Message } from '#demo';
import { importSecret, issue, sign, verify, verifySignature } from './jwt.ts';

const SPARK = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1516239022,
};

await demo(() => {
  const key = importSecret('a-string-secret-at-least-256-bits-long');
  const otherKey = importSecret('another-secret-that-is-long-enough-too');

  const token = sign(SPARK, key);
  print(say`Slide 19's token, signed, ${token.length} characters long:`);
  print(say`  ${cut(token)}`);
  const [header = '', payload = '', signature = ''] = token.split('.');
  print(say`Read without any key:     rank ${rankIn(payload)}`);

  print(say`Checked with the key:     ${tried(() => verifySignature(token, key))}`);
  const promoted = encode({ ...SPARK, rank: '99' });
  const forged = `${header}.${promoted}.${signature}`;
  print(say`Rank "99" written in:     ${tried(() => verifySignature(forged, key))}`);
  const unsigned = `${encode({ alg: 'none' })}.${promoted}.`;
  print(say`... and alg "none":       ${tried(() => verifySignature(unsigned, key))}`);
  const foreign = sign({ ...SPARK, rank: '99' }, otherKey);
  print(say`... and another's key:    ${tried(() => verifySignature(foreign, key))}`);

  const now = SPARK.iat;
  const issued = issue(SPARK, key, { expiresInSeconds: 60, now });
  print(say`Issued for 60 s, at 59 s: ${tried(() => verify(issued, key, { now: now + 59 }))}`);
  print(say`The same token, at 60 s:  ${tried(() => verify(issued, key, { now: now + 60 }))}`);
  print(say`Nobody can change it now. But everybody can read it, and`);
  print(say`until it expires nobody can take it back, not even you.`);
});

/** What came of it: accepted, or the code that says why not. */
function tried(run: () => unknown): Message {
  try {
    run();
    return say`accepted`;
  } catch (error) {
    // An error without a code is none of these answers: a TODO, or a bug.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return say`refused, "${String(error.code)}"`;
  }
}

function rankIn(payload: string): string {
  const { rank } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { rank: unknown };
  return JSON.stringify(rank);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The end of a token is its signature: the part that a changed one lacks. */
function cut(text: string): string {
  return `${text.slice(0, 40)}...${text.slice(-8)}`;
}
