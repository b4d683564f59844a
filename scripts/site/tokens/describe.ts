/** What a token in a text says, for whoever can't see its colours and for the card that opens on it. */
import { say, verbatim, type Message } from '#text/message.ts';
import { readBase64url } from './base64url.ts';
import { readPart } from './read-part.ts';
import type { FoundToken, Role, TokenPart } from './recognise.ts';

/** Longer texts are nothing that somebody wants to hear. */
const LONGEST = 600;

/** The whole token in a sentence, in place of its letters. */
export function describeToken({ kind, parts }: FoundToken): Message {
  const [first, ...others] = parts;
  if (!first) return verbatim('');
  if (kind === 'segment') return describePart(first);
  if (kind === 'encrypted') return say`Encrypted JWT: ${describePart(first)}, and four more parts`;
  return others.reduce<Message>(
    (text, part) => say`${text}, ${describePart(part)}`,
    say`JWT: ${describePart(first)}`,
  );
}

function describePart(part: TokenPart): Message {
  const name = roleName(part.role);
  if (part.role === 'header' || part.role === 'payload') {
    const json = jsonBeginning(part);
    if (json === '') return part.isCut ? say`${name} cut short` : say`${name} empty`;
    return part.isCut ? say`${name} ${json}, cut short` : say`${name} ${json}`;
  }
  if (part.isCut) return say`${name} cut short`;
  if (part.text === '') return say`${name} empty`;
  const bytes = readBase64url(part.text).bytes?.length;
  return bytes === undefined ? say`${name} unreadable` : say`${name} ${bytes} bytes`;
}

/** The part's name, as it stands above it. */
export function roleName(role: Role): Message {
  if (role === 'header') return say`header`;
  if (role === 'payload') return say`payload`;
  if (role === 'signature') return say`signature`;
  return say`part`;
}

/** The part's JSON in one line, or as much of it as there is. */
function jsonBeginning(part: TokenPart): string {
  const line = readPart(part.text).line.replaceAll('\ufffd', '').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
