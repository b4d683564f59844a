/** Small things to try in the playground, each a mistake or an attack that a lab is about. */
import { say, type Message } from '#text/message.ts';
import type { JsonObject } from './json.ts';

export interface Experiment {
  readonly id: string;
  readonly name: Message;
  /** What to see and to try; `code` and links to labs as the page's texts have them. */
  readonly explanation: Message;
  /** The token that is put in. `now` in seconds. */
  readonly token: (now: number) => Draft;
  /** Whether edits are signed at once: a forger can't. */
  readonly signsEdits: boolean;
}

export interface Draft {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** Text written around the token, where `…` stands for it. */
  readonly around?: string;
  /** Signs this payload in place of the one shown; '' signs nothing. */
  readonly signed?: JsonObject | '';
  /** The algorithm of a key pair that is made for it, in place of the secret. */
  readonly pair?: string;
}

/** Of jwt.io since 2025; labs 1 and 2 use it too. */
export const EXAMPLE_SECRET = 'a-string-secret-at-least-256-bits-long';

/** Slide 19, its members in order. */
const HEADER = { alg: 'HS256', typ: 'JWT' };
const SPARK = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1516239022,
};

export const EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'slide-19',
    name: say`Slide 19's token`,
    explanation: say`The deck's example, signed with the secret of jwt.io. Everybody can read it, without any key ([lab 1, step 5](1.5)). Change a claim: it is signed again at once, because the secret is there.`,
    token: () => ({ header: HEADER, payload: SPARK }),
    signsEdits: true,
  },
  {
    id: 'forge',
    name: say`Forge rank "99"`,
    explanation: say`Somebody wrote 99 over 15 and left the signature as it was, for he has no secret to make another. That is what a signature is for ([lab 2, step 3](2.3)). Now press "Sign with HS256": whoever has the secret can be anybody.`,
    token: () => ({ header: HEADER, payload: { ...SPARK, rank: '99' }, signed: SPARK }),
    signsEdits: false,
  },
  {
    id: 'none',
    name: say`Set alg to "none"`,
    explanation: say`The forger's next idea: a header that says nothing is signed ([lab 1, step 4](1.4)). A verifier that does what \`alg\` says would let it in. Try "None" and "nOnE" in the header too: only exactly "HS256" is taken ([lab 2, step 3](2.3)).`,
    token: () => ({
      header: { alg: 'none', typ: 'JWT' },
      payload: { ...SPARK, rank: '99' },
      signed: '',
    }),
    signsEdits: false,
  },
  {
    id: 'expired',
    name: say`Expired`,
    explanation: say`Issued for an hour, and the hour ended a minute ago. Open "The verifier's clock and wishes" and stop the clock a second before \`exp\`: accepted. Exactly at \`exp\`: expired ([lab 2, step 5](2.5)).`,
    token: (now) => ({ header: HEADER, payload: { ...SPARK, iat: now - 3660, exp: now - 60 } }),
    signsEdits: true,
  },
  {
    id: 'milliseconds',
    name: say`exp in milliseconds`,
    explanation: say`Somebody added an hour to \`Date.now()\`. The signature holds, no rule is broken, and the token is good for some fifty thousand years ([lab 2, step 4](2.4)).`,
    token: (now) => ({ header: HEADER, payload: { ...SPARK, iat: now, exp: (now + 3600) * 1000 } }),
    signsEdits: true,
  },
  {
    id: 'key-pair',
    name: say`A key pair`,
    explanation: say`A private key made just now signs, and the public key below checks: who checks need not be able to sign. Change a claim: this page signs it again, because it has both halves. Then write \`HS256\` over \`ES256\` in the header: the verifier takes what its key is for, and nothing that a token wishes.`,
    token: () => ({ header: { alg: 'ES256', typ: 'JWT' }, payload: SPARK, pair: 'ES256' }),
    signsEdits: true,
  },
  {
    id: 'pasted',
    name: say`Pasted with "Bearer"`,
    explanation: say`Copied out of a request, with all that stood around it. A verifier mends nothing, for then one token would have many spellings; it is "malformed" ([lab 2, step 3](2.3)). Here a button takes it away for you.`,
    token: () => ({ header: HEADER, payload: SPARK, around: '"Bearer …"\n' }),
    signsEdits: true,
  },
];
