/**
 * What a verifier makes of a text, and why, in the order and with the codes of labs 2 and 7. Any text
 * has an answer; nothing here throws, and nothing knows a key.
 */
import type { Message } from '#text/message.ts';
import { readBase64url } from './base64url.ts';
import { isTime } from './dates.ts';
import {
  algorithmFault,
  base64urlFaultText,
  claimFault,
  critFault,
  nestedFault,
  otherSignatureFault,
  partsFault,
  shortSignatureFault,
  signatureFault,
  type ClaimsCode,
} from './faults.ts';
import type { JsonObject } from './json.ts';
import { readPart, type ReadPart } from './read-part.ts';
import { remarksOn } from './remarks.ts';
import type { KeyAnswer } from './signature.ts';
import { unwrap, type Unwrapped } from './unwrap.ts';

/** Lab 2's codes, and `key` of lab 7. */
export type Code = 'malformed' | 'algorithm' | 'key' | 'signature' | ClaimsCode;

/** Lab 2's stages, in order. */
export const STAGES = ['token', 'header', 'signature', 'payload', 'claims'] as const;
export type Stage = (typeof STAGES)[number];

export interface Fault {
  readonly stage: Stage;
  readonly code: Code;
  readonly why: Message;
}

/** What the verifier asks for. */
export interface Verifier {
  /** Seconds since 1970. */
  readonly now: number;
  /** What its key says of the token; left out where there is none: HS256, and nothing is compared. */
  readonly key?: KeyAnswer | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  /** Seconds; 0 if left out. */
  readonly clockToleranceSeconds?: number | undefined;
}

export interface Inspection {
  /** `unchecked`: nothing is wrong so far, but no key was there to compare the signature. */
  readonly outcome: 'empty' | 'accepted' | 'refused' | 'unchecked';
  /** The first thing that is wrong, in the order of lab 2. */
  readonly fault?: Fault | undefined;
  /** Whether there was a key to compare the signature with. */
  readonly isCompared: boolean;
  readonly parts: readonly string[];
  readonly payload: ReadPart;
  /** Undefined where it is not base64url. */
  readonly signatureBytes?: number | undefined;
  /** The token that stands in a malformed text. */
  readonly unwrapped?: Unwrapped | undefined;
  /** What no verifier refuses and a reader should know. */
  readonly remarks: readonly Message[];
}

/** Looks at the text, exactly as it is, as lab 2's `verify` would. */
export function inspect(text: string, verifier: Verifier): Inspection {
  const { key = NO_KEY } = verifier;
  const parts = text.split('.');
  const [headerSegment = '', payloadSegment = '', signatureSegment = ''] = parts;
  const header = readPart(headerSegment);
  const payload = readPart(payloadSegment);
  const signature = readBase64url(signatureSegment);
  const first =
    text === ''
      ? undefined
      : (ofToken(text, parts, header) ??
        ofHeader(header, key.algorithms) ??
        ofSignature(signatureSegment, payloadSegment, key) ??
        ofPayload(payload) ??
        ofClaims(payload.object ?? {}, verifier));
  const unwrapped =
    first?.code === 'malformed' || first?.code === 'signature' ? unwrap(text) : undefined;
  const fault = first && unwrapped?.what ? { ...first, why: unwrapped.what } : first;
  return {
    outcome: text === '' ? 'empty' : outcomeOf(fault, key),
    fault,
    isCompared: key.holds !== undefined,
    parts,
    payload,
    signatureBytes: parts.length === 3 ? signature.bytes?.length : undefined,
    unwrapped,
    remarks: remarksOn(header, payload, verifier.now),
  };
}

const NO_KEY: KeyAnswer = { algorithms: ['HS256'] };

function outcomeOf(fault: Fault | undefined, { holds }: KeyAnswer): Inspection['outcome'] {
  if (fault) return 'refused';
  return holds ? 'accepted' : 'unchecked';
}

function ofToken(text: string, parts: readonly string[], header: ReadPart): Fault | undefined {
  if (parts.length === 3) return undefined;
  return { stage: 'token', code: 'malformed', why: partsFault(text, parts, header.object) };
}

function ofHeader(header: ReadPart, algorithms: readonly string[]): Fault | undefined {
  if (header.why) return { stage: 'header', code: 'malformed', why: header.why };
  const object = header.object ?? {};
  if (!algorithms.some((algorithm) => algorithm === object['alg'])) {
    return { stage: 'header', code: 'algorithm', why: algorithmFault(object, algorithms) };
  }
  if (!Object.hasOwn(object, 'crit')) return undefined;
  return { stage: 'header', code: 'algorithm', why: critFault(object['crit']) };
}

function ofSignature(
  segment: string,
  payload: string,
  { algorithms, holds, fault }: KeyAnswer,
): Fault | undefined {
  if (fault) return { stage: 'signature', code: 'key', why: fault };
  const isHs256 = algorithms.includes('HS256');
  const received = readBase64url(segment);
  if (received.fault) {
    const isCut = isHs256 && /^(?:length|unused-bits)$/.test(received.fault);
    const short = isCut ? shortSignatureFault(segment) : undefined;
    const why = short ?? base64urlFaultText(received, segment);
    return { stage: 'signature', code: 'malformed', why };
  }
  if (holds !== false) return undefined;
  const why = isHs256
    ? (shortSignatureFault(segment) ?? signatureFault(received.bytes, payload))
    : otherSignatureFault(received.bytes, payload);
  return { stage: 'signature', code: 'signature', why };
}

function ofPayload({ why, text }: ReadPart): Fault | undefined {
  return why && { stage: 'payload', code: 'malformed', why: nestedFault(text) ?? why };
}

function ofClaims(claims: JsonObject, verifier: Verifier): Fault | undefined {
  const { now, issuer, audience, clockToleranceSeconds = 0 } = verifier;
  const fault = (code: ClaimsCode, claim: string): Fault => ({
    stage: 'claims',
    code,
    why: claimFault(code, claim, claims[claim]),
  });
  const { exp, nbf, iat, iss, aud } = claims;
  if (exp !== undefined && (!isTime(exp) || exp <= 0)) return fault('claims', 'exp');
  if (isTime(exp) && now >= exp + clockToleranceSeconds) return fault('expired', 'exp');
  if (nbf !== undefined && !isTime(nbf)) return fault('claims', 'nbf');
  if (isTime(nbf) && now < nbf - clockToleranceSeconds) return fault('not_yet_valid', 'nbf');
  if (iat !== undefined && !isTime(iat)) return fault('claims', 'iat');
  if (issuer !== undefined && iss !== issuer) return fault('issuer', 'iss');
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (audience !== undefined && !audiences.includes(audience)) return fault('audience', 'aud');
  return undefined;
}
