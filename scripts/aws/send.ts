import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { parseJson } from '#text/json.ts';

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** The text as JSON; undefined where it is none. */
  readonly json: unknown;
  readonly text: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends one request. `fetch` would write all header names in lower case, and a REST API hands them
 * on as they came.
 *
 * @param timeoutMs rejects where nothing comes for so long; without it the wait has no limit
 */
export function send(
  method: string,
  url: string,
  { headers, body }: HttpRequest,
  timeoutMs = 0,
): Promise<HttpAnswer> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...headers }, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const entries = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]);
        // In the order in which a message that has room for the beginning only should show them.
        resolve({
          status: incoming.statusCode ?? 0,
          json: parseJson(text),
          text,
          headers: Object.fromEntries(entries),
        });
      });
    });
    outgoing.setTimeout(timeoutMs, () =>
      outgoing.destroy(new Error('The gateway does not answer.')),
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
