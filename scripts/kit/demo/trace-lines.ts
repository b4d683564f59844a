/**
 * A trace of local AWS as a few lines for people: what was asked for, who was asked, what came back.
 *
 *     GET /me -> token-authorizer: yes -> profile -> 200
 *     GET /vip -> cache: no -> 403
 *       its policy does not speak of this route
 *
 * Nothing but data in, nothing but messages out. What it adds is ASCII, every line fits 54 columns,
 * which leaves a demo room for a margin, and a token that stands in an error's message is cut to its
 * first characters.
 */
import type {
  Authorization,
  GatewayRecord,
  InvokeRecord,
  TraceCall,
  TraceRecord,
} from '#aws/local/index.ts';
import { english, say, verbatim, type Message } from '#text/message.ts';

/** One request: the way that it went, and where it did not end well, a line that says why. */
export function traceLines(record: TraceRecord): Message[] {
  const { way, why } = record.api === 'lambda' ? ofInvoke(record) : ofGateway(record);
  return [...folded(way), ...why.map(setIn)];
}

const COLUMNS = 54;

/** In characters: the longest that a name may be in a hop of its own line. */
const NAME = 32;

interface Told {
  readonly way: readonly [Message, ...Message[]];
  readonly why: readonly Message[];
}

function ofGateway(record: GatewayRecord): Told {
  const { request, route, authorization, calls, response } = record;
  const asked = route ?? `${request.method} ${request.path}`;
  const integration = calls.find(({ role }) => role === 'integration');
  return {
    way: [
      verbatim(fit(asked, COLUMNS - 4)),
      ...(authorization ? [atTheDoor(authorization)] : []),
      ...(integration ? [behindTheDoor(integration)] : []),
      verbatim(String(response.status)),
    ],
    why: [
      ...(authorization ? whyNot(authorization, calls) : []),
      ...(integration ? errorOf(integration) : []),
    ],
  };
}

function ofInvoke(record: InvokeRecord): Told {
  const { status, errorType, calls } = record;
  const [call] = calls;
  const name = fit(record.function, NAME);
  const end = call?.outcome === 'error' ? say`${status}, FunctionError` : verbatim(String(status));
  return {
    way: [say`invoke ${name}`, end],
    why: errorType === undefined ? calls.flatMap(errorOf) : [verbatim(fit(errorType, WHY))],
  };
}

/** What the authorizer said, or why it was not heard. */
function atTheDoor({ asked, authorizer, function: name, verdict }: Authorization): Message {
  if (asked === 'nobody') return say`nobody asked`;
  if (asked === 'gateway') {
    const guard = fit(authorizer, NAME);
    return verdict === 'allowed' ? say`${guard}: yes` : say`${guard}: no`;
  }
  const who = asked === 'cache' ? say`cache` : verbatim(fit(name ?? authorizer, NAME));
  switch (verdict) {
    case 'allowed':
      return say`${who}: yes`;
    case 'denied':
      return say`${who}: no`;
    case 'unauthorized':
      return say`${who}: "Unauthorized"`;
    case 'failed':
      return say`${who}: failed`;
  }
}

function behindTheDoor({ function: name, outcome }: TraceCall): Message {
  const who = fit(name, NAME);
  switch (outcome) {
    case 'result':
      return verbatim(who);
    case 'error':
      return say`${who}: failed`;
    case 'timeout':
      return say`${who}: too slow`;
    case 'too-large':
      return say`${who}: too large`;
  }
}

/** Why a request was turned away at the door, where the hop itself does not tell. */
function whyNot(
  { asked, verdict, reason, detail = '' }: Authorization,
  calls: readonly TraceCall[],
): Message[] {
  const isTold = verdict === 'unauthorized' && (asked === 'function' || asked === 'cache');
  if (verdict === 'allowed' || isTold) return [];
  const authorizer = calls.find(({ role }) => role === 'authorizer');
  const error = authorizer ? errorOf(authorizer) : [];
  return error.length > 0
    ? error
    : [REASONS[reason](fit(detail, reason === 'token-refused' ? WHY : DETAIL))];
}

/** What a function failed with: `profile: TypeError: …`. */
function errorOf({ function: name, outcome, result }: TraceCall): Message[] {
  if (outcome !== 'error') return [];
  const { errorType, errorMessage } = Object(result) as Readonly<Record<string, unknown>>;
  return [verbatim(fit(`${name}: ${String(errorType)}: ${String(errorMessage)}`, WHY))];
}

/** In characters: what is left of a line that is set in. */
const WHY = COLUMNS - 4;

/** In characters: what a reason leaves for the name or the fault that it is about. */
const DETAIL = WHY - 'context. is a list or an object'.length;

/** The gateway's reasons in words. */
export const REASONS: Readonly<Record<Authorization['reason'], (detail: string) => Message>> = {
  'no-identity': () => say`an identity source is missing`,
  threw: () => say`it failed`,
  'threw-unauthorized': () => say`it threw "Unauthorized"`,
  timeout: () => say`it took too long`,
  'event-too-large': () => say`the event is too large`,
  'answer-no-object': () => say`its answer is no object`,
  'context-no-object': () => say`its context is no object`,
  'context-member': (member) => say`context.${member} is a list or an object`,
  'no-principal-id': () => say`principalId is missing or no text`,
  'no-policy-document': () => say`policyDocument is missing or no object`,
  'is-authorized-no-boolean': () => say`isAuthorized is no boolean`,
  'is-authorized-true': () => say`isAuthorized is true`,
  'is-authorized-false': () => say`isAuthorized is false`,
  'policy-allows': () => say`its policy allows this route`,
  'policy-denies': () => say`its policy denies this route`,
  'policy-silent': () => say`its policy does not speak of this route`,
  'policy-malformed': (fault) => say`its policy is malformed: ${fault}`,
  'token-valid': () => say`the token is good`,
  // The gateway's own words, which the client gets too.
  'token-refused': (words) => verbatim(words),
  'scope-missing': () => say`the token has none of the route's scopes`,
};

/** The hops on as few lines as they take. */
function folded([first, ...hops]: Told['way']): Message[] {
  const lines = [first];
  for (const hop of hops) {
    const line = say`${lines.at(-1) as Message} -> ${hop}`;
    if (english(line).length <= COLUMNS) lines[lines.length - 1] = line;
    else lines.push(say`  -> ${hop}`);
  }
  return lines;
}

function setIn(line: Message): Message {
  return say`  ${line}`;
}

/** One line of text, without tokens, and cut where it gets long. */
function fit(text: string, room: number): string {
  const line = text
    .replaceAll(CONTROL, ' ')
    .replaceAll(TOKEN, (token) => `${token.slice(0, 10)}...`);
  return line.length <= room ? line : `${line.slice(0, room - 3)}...`;
}

// oxlint-disable-next-line no-control-regex -- what would break the line, or the terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/** A JWT, whole or cut off. */
const TOKEN = /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g;
