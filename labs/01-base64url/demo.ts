/* Slides 18 and 19 on your own code: a token is built, read, and changed, all without a key. */
import { demo, print, say } from '#demo';
import {
  base64urlDecode,
  base64urlEncode,
  decodeSegment,
  decodeUnverified,
  encodeSegment,
  encodeUnsecured,
} from './jwt.ts';

const HEADER = { alg: 'HS256', typ: 'JWT' };
const PAYLOAD = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1516239022,
};

await demo(() => {
  const nickname = base64urlEncode(new TextEncoder().encode('spark'));
  const back = new TextDecoder().decode(base64urlDecode(nickname));
  print(say`"spark" in base64url: ${nickname}, and back: ${back}`);
  print(say`Slide 19's header: ${encodeSegment(HEADER)}`);
  print(say`Slide 19's payload: ${encodeSegment(PAYLOAD).slice(0, 24)}...`);

  const token = encodeUnsecured(PAYLOAD);
  print(say`An Unsecured JWT that carries it: ${token.length} characters.`);
  print(say`Read without a key: ${whoIsIn(token)}`);

  print(say`Now the holder writes another rank into the token:`);
  const [header, payload = ''] = token.split('.');
  const changed = `${header}.${encodeSegment({ ...decodeSegment(payload), rank: '99' })}.`;
  const at = [...token].findIndex((character, index) => character !== changed[index]);
  print(say`  before: ...${token.slice(at - 12, at + 12)}...`);
  print(say`  after:  ...${changed.slice(at - 12, at + 12)}...`);
  print(say`Read again: ${whoIsIn(changed)}`);
  print(say`Nobody noticed: encoding hides and protects nothing.`);
});

function whoIsIn(token: string): string {
  const { email, rank } = decodeUnverified(token).payload;
  return `${String(email)}, rank ${String(rank)}`;
}
