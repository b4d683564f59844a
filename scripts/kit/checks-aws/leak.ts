/** Finds a secret, or a part of it, in what a function says and logs. */
import { createHash } from 'node:crypto';
import { secret } from '../checks/show.ts';

/**
 * 31 bytes, one too few for HS256, in letters that no message and no log holds otherwise: a single
 * one of them is a leak.
 */
export const SECRET_TO_LOOK_FOR = secret('뷁쀍꿹쌻뛟쭳퓱쨟츩쾕~');

/** Whether `text` shows that secret or a part of it: as it is, in a common encoding, or hashed. */
export function showsSecret(text: string): boolean {
  const bytes = Buffer.from(SECRET_TO_LOOK_FOR);
  const digest = createHash('sha256').update(bytes).digest();
  const letters = Array.from(SECRET_TO_LOOK_FOR).filter((letter) => letter > '~');
  const forms = [
    ...letters,
    ...letters.map(encodeURIComponent),
    ...(['hex', 'base64', 'base64url'] as const).flatMap((encoding) => [
      ...pieces(bytes.toString(encoding), encoding === 'hex' ? 12 : 6),
      digest.toString(encoding),
    ]),
  ];
  return forms.some((form) => text.includes(form));
}

/** All pieces of this length. */
function pieces(text: string, length: number): string[] {
  return Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length));
}
