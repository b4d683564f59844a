/** Takes away what slips in between a token's maker and a form to paste it into. */
import { readBase64url, readLoosely, writeBase64url } from './base64url.ts';
import { readPart } from './read-part.ts';

/**
 * The token without what was pasted along or written in another alphabet; undefined where that makes
 * no token of it, or changes nothing. It is for a person to say yes to: a verifier never mends.
 */
export function mend(text: string): string | undefined {
  const bare = text
    .replaceAll(/["'`“”‘’]/g, '')
    .replace(/^\s*(?:authorization\s*:\s*)?(?:bearer\s+)*/i, '')
    .replaceAll(/\s/g, '')
    .replace(/^\\|[\\,;]$/g, '');
  const segments = bare.split('.').map((segment) => canonical(segment));
  const mended = segments.join('.');
  const isToken = segments.length === 3 && readPart(segments[0] ?? '').object !== undefined;
  return isToken && mended !== text ? mended : undefined;
}

function canonical(segment: string): string {
  const url = segment.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  const isAlmost = readBase64url(url).fault === 'unused-bits';
  return isAlmost ? writeBase64url(readLoosely(url)) : url;
}
