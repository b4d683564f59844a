/** Reads the hops of a request out of local AWS's record of it. Nothing but data in and out. */
import type {
  Application,
  Authorization,
  GatewayRecord,
  InvokeRecord,
  TraceCall,
  TraceRecord,
} from '#aws/local/index.ts';
import { parseJson } from '#text/json.ts';
import { ownLines } from '#aws/log-lines.ts';
import { REASONS } from '#kit/demo/trace-lines.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, say, verbatim, type Bilingual, type Message } from '#text/message.ts';
import { DOOR_NAMES, WHO_NAMES, type Ask } from './ask.ts';
import type { FindPlace } from './places.ts';
import type { Hop, Place, PolicyRoute } from './way.ts';

/** What the record itself does not say. */
export interface About {
  readonly ask: Ask;
  /** It is the log-in that had to come before the request that was wanted, and failed. */
  readonly isInstead: boolean;
  readonly application: Application;
  readonly token: string | undefined;
  /** What a log-in handed out. */
  readonly handedOut: string | undefined;
  readonly policy: readonly PolicyRoute[];
  /** The gateway's own requests for its issuer's keys, while this one was under way. */
  readonly fetched: readonly GatewayRecord[];
  readonly placeOf: FindPlace;
}

export function hopsOf(record: TraceRecord, about: About): Hop[] {
  return record.api === 'lambda' ? ofInvoke(record, about) : ofGateway(record, about);
}

export function both(message: Message): Bilingual {
  return bilingual(message, toolsCatalog);
}

function ofInvoke(record: InvokeRecord, about: About): Hop[] {
  const { ask, token } = about;
  const [call] = record.calls;
  const name = record.function;
  const start = hop(
    'client',
    'door:lambda',
    say`${ask.route} as an event, straight to Lambda: ${WHO_NAMES[ask.who]}`,
    {
      notes: [say`Nobody stands in between: Lambda starts whatever function it is named.`],
      token,
    },
  );
  if (!call)
    return [start, hop('door:lambda', 'client', verbatim(String(record.status)), { tone: 'bad' })];
  const status = statusIn(call);
  return [
    start,
    ...callHops('door:lambda', call, say`Lambda runs ${name}`, about),
    hop('door:lambda', 'client', say`${status ?? '?'} goes back to the client`, {
      tone: status !== undefined && status < 400 ? 'good' : 'bad',
      notes: [
        status === undefined
          ? say`The function failed: Lambda answers 200, and says FunctionError.`
          : say`${name} made this answer. Lambda's own status is 200: it ran the function.`,
      ],
      place: about.placeOf(call, name),
      token: about.handedOut,
    }),
  ];
}

function ofGateway(record: GatewayRecord, about: About): Hop[] {
  const { ask, token } = about;
  const door = `door:${record.api}`;
  const { authorization, calls } = record;
  const authorizer = calls.find(({ role }) => role === 'authorizer');
  const integration = calls.find(({ role }) => role === 'integration');
  return [
    hop('client', door, say`${ask.route}: ${WHO_NAMES[ask.who]}`, {
      notes: [
        about.isInstead &&
          say`Without a token there is nothing to send: the log-in comes first, and it failed.`,
        token === undefined
          ? say`The request has no Authorization header.`
          : say`The token travels in the Authorization header, in full.`,
      ],
      token,
      texts: [record.request.body !== '' && { name: say`body`, text: pretty(record.request.body) }],
    }),
    ...(authorization ? atTheDoor(record.api, authorization, authorizer, about) : []),
    ...(integration
      ? callHops(door, integration, say`The gateway calls ${integration.function}`, about)
      : []),
    backHop(record, authorizer, integration, about),
  ];
}

function atTheDoor(
  api: GatewayRecord['api'],
  authorization: Authorization,
  authorizerCall: TraceCall | undefined,
  about: About,
): Hop[] {
  const door = `door:${api}`;
  const { asked, verdict, authorizer } = authorization;
  const reason = REASONS[authorization.reason](authorization.detail ?? '');
  const tone = verdict === 'allowed' ? 'good' : 'bad';
  if (asked === 'nobody') {
    const title = say`Nobody is asked: there is no identity to ask about`;
    return [
      hop(door, door, title, {
        tone: 'bad',
        notes: [
          say`The route names an authorizer, and its identity source is the Authorization header. Without it the gateway refuses by itself.`,
        ],
        place: about.placeOf('declaration', authorizer),
      }),
    ];
  }
  if (asked === 'gateway') {
    const fetches = about.fetched.flatMap((fetch) =>
      fetch.calls.map((call) =>
        hop(door, `function:${call.function}`, say`The gateway fetches ${fetch.request.path}`, {
          notes: [say`It keeps the keys for two hours.`],
          texts: [{ name: say`answer`, text: pretty(fetch.response.body) }],
        }),
      ),
    );
    const title =
      verdict === 'allowed'
        ? say`The gateway checks the token itself: yes`
        : say`The gateway checks the token itself: no`;
    const check = hop(door, `keys:${api}`, title, {
      tone,
      notes: [
        say`The reason: ${reason}.`,
        say`No function of yours is asked: the issuer's public keys are enough.`,
      ],
      place: about.placeOf('declaration', authorizer),
    });
    return [...fetches, check];
  }
  const { cache } = authorization;
  const kept = `cache:${api}`;
  if (asked === 'cache' && cache) {
    const isIn = verdict === 'allowed';
    const answer = hop(
      door,
      kept,
      isIn ? say`The cache answers: yes` : say`The cache answers: no`,
      {
        tone,
        notes: [
          say`Kept ${cache.ageSeconds ?? 0} s ago, for ${cache.ttlSeconds} s. The function is not asked, and does not know that somebody knocked.`,
          say`The reason: ${reason}.`,
          policyNote(about.policy),
        ],
        texts: [keyText(cache.key)],
        place: isIn ? undefined : deciderOf(authorization, about),
      },
    );
    return [answer];
  }
  if (!authorizerCall) return [];
  const asks = say`The gateway asks ${authorizerCall.function}`;
  const hops = callHops(door, authorizerCall, asks, about, { verdict, reason });
  if (!cache) return hops;
  const miss = hop(door, kept, say`Nothing is kept under this key`, {
    texts: [keyText(cache.key)],
    notes: [say`So the function has to be asked.`],
  });
  if (!cache.isKept) return [miss, ...hops];
  const keep = hop(door, kept, say`The gateway keeps this answer for ${cache.ttlSeconds} s`, {
    texts: [keyText(cache.key)],
    notes: [say`Whoever comes with the same key until then is answered from here.`],
  });
  return [miss, ...hops, keep];
}

/** There, with the event, and back, with what came of it. */
function callHops(
  door: string,
  call: TraceCall,
  title: Message,
  about: About,
  ruling?: { readonly verdict: Authorization['verdict']; readonly reason: Message },
): Hop[] {
  const { function: name, outcome, result, coldStart, initMilliseconds: init } = call;
  const node = `function:${name}`;
  const status = statusIn(call);
  const isBad =
    outcome !== 'result' || (ruling ? ruling.verdict !== 'allowed' : (status ?? 200) >= 400);
  const { milliseconds } = call;
  const log = ownLines(call.log).join('\n');
  return [
    hop(door, node, title, {
      notes: [
        coldStart
          ? say`A cold start: a new environment was started, and took ${Math.round(init ?? 0)} ms to load the code.`
          : say`Warm: an environment from an earlier request was there.`,
      ],
      texts: [{ name: say`event`, text: pretty(call.event) }],
    }),
    hop(node, door, came(call, ruling?.verdict), {
      tone: isBad ? 'bad' : 'good',
      notes: [
        ruling && say`The reason: ${ruling.reason}.`,
        milliseconds !== undefined && say`It took ${Math.round(milliseconds * 10) / 10} ms.`,
        ruling && policyNote(about.policy),
      ],
      texts: [
        result !== undefined && {
          name: outcome === 'error' ? say`what it threw` : say`what it returned`,
          text: pretty(result),
        },
        log !== '' && { name: say`log`, text: log },
      ],
      place: isBad ? about.placeOf(call, name) : undefined,
    }),
  ];
}

function came(call: TraceCall, verdict?: Authorization['verdict']): Message {
  const { function: name, outcome } = call;
  if (outcome === 'timeout') return say`${name} takes too long`;
  if (outcome === 'too-large') return say`The event is too large for ${name}`;
  if (outcome === 'error') {
    return verdict === 'unauthorized' ? say`${name} throws "Unauthorized"` : say`${name} fails`;
  }
  if (verdict !== undefined) {
    if (verdict === 'failed') return say`${name} answers what the gateway can't read`;
    return verdict === 'allowed' ? say`${name} says yes` : say`${name} says no`;
  }
  const status = statusIn(call);
  return status === undefined ? say`${name} returns` : say`${name} returns ${status}`;
}

/** Of an answer from the cache the function that once gave it, else what tells the gateway to decide. */
function deciderOf({ asked, authorizer, function: name }: Authorization, about: About) {
  return asked === 'cache' && name !== undefined
    ? about.placeOf('handler', name)
    : about.placeOf('declaration', authorizer);
}

/** The answer, and who made it: what a learner has to know of every 401, 403 and 500. */
function backHop(
  record: GatewayRecord,
  authorizer: TraceCall | undefined,
  integration: TraceCall | undefined,
  about: About,
): Hop {
  const { status } = record.response;
  const name = DOOR_NAMES[record.api];
  const own = integration && integration.outcome === 'result' && statusIn(integration) === status;
  const call = integration ?? authorizer;
  return hop(`door:${record.api}`, 'client', say`${status} goes back to the client`, {
    tone: status < 400 ? 'good' : 'bad',
    notes: [
      own
        ? say`${integration.function} made this answer, and the gateway hands it on.`
        : whoMade(status, name, integration, authorizer),
    ],
    texts: [{ name: say`body`, text: pretty(record.response.body) }],
    place:
      status < 400
        ? undefined
        : call
          ? about.placeOf(call, call.function)
          : record.authorization && deciderOf(record.authorization, about),
    token: about.handedOut,
  });
}

function whoMade(
  status: number,
  door: string,
  integration?: TraceCall,
  authorizer?: TraceCall,
): Message {
  if (integration)
    return say`The ${door} made this ${status}: ${integration.function} gave no answer that it could hand on.`;
  if (status === 401 && authorizer)
    return say`The ${door} made this 401, because ${authorizer.function} threw exactly "Unauthorized".`;
  if (status === 401)
    return say`The ${door} made this 401 by itself. No function of yours has seen the request.`;
  if (status === 403)
    return say`The ${door} made this 403: the caller is known, and the answer about this route is no.`;
  if (status === 500 && authorizer)
    return say`The ${door} made this 500: ${authorizer.function} neither answered nor threw exactly "Unauthorized".`;
  return say`The ${door} made this ${status} by itself.`;
}

function policyNote(policy: readonly PolicyRoute[]): Message | undefined {
  const open = policy.filter(({ isOpen }) => isOpen).map(({ route }) => route);
  if (policy.length === 0) return undefined;
  return open.length === 0
    ? say`Its policy opens no route.`
    : say`Its policy opens ${open.join(', ')}.`;
}

function keyText(key: readonly string[]) {
  return { name: say`key`, text: key.join('\n') };
}

/** What a function answered; undefined where it failed or named no status. */
export function statusIn({ outcome, result }: TraceCall): number | undefined {
  const { statusCode } = Object(result) as { readonly statusCode?: unknown };
  return outcome === 'result' && typeof statusCode === 'number' ? statusCode : undefined;
}

function pretty(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, undefined, 2);
  const parsed = parseJson(value);
  return parsed === undefined ? value : JSON.stringify(parsed, undefined, 2);
}

/** What is false or undefined is left out. */
interface Extras {
  readonly tone?: Hop['tone'];
  readonly notes?: readonly (Message | false | undefined)[];
  readonly texts?: readonly ({ readonly name: Message; readonly text: string } | false)[];
  readonly place?: Place | undefined;
  readonly token?: string | undefined;
}

function hop(from: string, to: string, title: Message, extras: Extras = {}): Hop {
  const { tone = 'plain', notes = [], texts = [], place, token } = extras;
  return {
    from,
    to,
    title: both(title),
    tone,
    notes: notes.flatMap((note) => (note ? [both(note)] : [])),
    texts: texts.flatMap((one) => (one ? [{ ...one, name: both(one.name) }] : [])),
    ...(place && { place }),
    ...(token !== undefined && { token }),
  };
}
