/** Requests to the local gateway, with the header names in the case they are written in. */
import { request } from 'node:http';

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** In milliseconds: longer than any time-out of the gateway's own that a check waits for. */
const TIMEOUT_MS = 8_000;

/** `fetch` would write all header names in lower case, and a REST API hands them on as they came. */
export function send(
  method: string,
  url: string,
  { headers, body }: HttpRequest,
): Promise<HttpAnswer> {
  return new Promise((done, fail) => {
    const outgoing = request(url, { method, headers: { ...headers }, agent: false }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (part: string) => (text += part));
      incoming.once('error', fail);
      incoming.once('end', () => {
        const entries = Object.entries(incoming.headers).map(([name, value]) => [
          name,
          String(value),
        ]);
        const answer = Object.fromEntries(entries) as Record<string, string>;
        // In the order in which a message that has room for the beginning only should show them.
        done({ status: incoming.statusCode ?? 0, json: parse(text), text, headers: answer });
      });
    });
    outgoing.setTimeout(TIMEOUT_MS, () =>
      outgoing.destroy(new Error('The gateway does not answer.')),
    );
    outgoing.once('error', fail);
    outgoing.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
