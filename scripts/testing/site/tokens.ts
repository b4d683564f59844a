/** For tests: tokens that others have published, and a maker of new ones. */
import { createHmac } from 'node:crypto';

/** Of jwt.io since 2025; slide 19's token is signed with it. */
export const SECRET = 'a-string-secret-at-least-256-bits-long';

/** Slide 19. */
export const TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwiOiJzcGFya0BydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoic3BhcmsiLCJyYW5rIjoiMTUiLCJuYW1lIjoiSm9obiBEb2UiLCJpYXQiOjE1MTYyMzkwMjJ9.EAwn7cPU2vMYZ__9g5H0VCx6tZe6kJTgYBncvBTlSCs';
export const [HEADER, PAYLOAD, SIGNATURE] = TOKEN.split('.') as [string, string, string];

/** RFC 7515 A.1, with line breaks inside its JSON, and its key. */
export const RFC7515 =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const RFC7515_KEY =
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow';

/** A part of a token, from its JSON or whatever stands in its place. */
export function part(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** `header.payload` as it travels, signed with the secret. */
export function withSignature(input: string): string {
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
}

/** A payload under slide 19's header, signed. */
export function signed(payload: string): string {
  return withSignature(`${HEADER}.${part(payload)}`);
}
