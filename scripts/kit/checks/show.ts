/** How a value of the learner's looks in a message: short, on one line, and never a secret. */
import { KeyObject } from 'node:crypto';
import { inspect } from 'node:util';

/** In characters: room for a call and its argument on a line of a narrow terminal. */
const LONGEST = 64;
/** In characters: how much is shown of a longer text. What is wrong with a token is often its end. */
const HEAD = 26;
const TAIL = 14;

// A learner's file may replace it.
const { stringify } = JSON;

const secrets = new Set<string>();

/** Marks a text as secret: from here on no message of a check shows it. Returns it. */
export function secret(text: string): string {
  secrets.add(text);
  return text;
}

/** The text with every marked secret replaced. */
export function redact(text: string): string {
  let clean = text;
  for (const hidden of secrets) clean = clean.replaceAll(hidden, '(secret)');
  return clean;
}

/** A value as a learner would write it, cut where it gets long. */
export function show(value: unknown): string {
  if (typeof value === 'string') return showText(value);
  if (value instanceof KeyObject) return `KeyObject (${value.type})`;
  if (value instanceof Uint8Array) return showBytes(value);
  if (value instanceof Promise) return 'Promise';
  if (typeof value === 'function') return `function ${value.name}`;
  return shorten(redact(showObject(value)));
}

/** Whether `show` leaves out a part of an object. */
export function isCut(value: unknown): boolean {
  return redact(showObject(value)).length > LONGEST;
}

/** A token or other long text, its length told where it is cut. */
function showText(text: string): string {
  const clean = redact(text);
  if (clean.length <= LONGEST) return stringify(clean);
  const ends = `${clean.slice(0, HEAD)}…${clean.slice(-TAIL)}`;
  return `${stringify(ends)} (length ${clean.length})`;
}

function showBytes(bytes: Uint8Array): string {
  if (secrets.has(Buffer.from(bytes).toString('utf8'))) return '(secret) as bytes';
  const few = [...bytes.subarray(0, 10)].join(', ');
  const name = Buffer.isBuffer(bytes) ? 'Buffer' : 'Uint8Array';
  return bytes.length > 10 ? `${name}(${bytes.length}) [${few}, …]` : `${name} [${few}]`;
}

function showObject(value: unknown): string {
  try {
    // A learner's object may have getters that throw, or a custom inspect: neither may run here.
    return inspect(value, {
      breakLength: Infinity,
      customInspect: false,
      depth: 3,
      getters: false,
    });
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
