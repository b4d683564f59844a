/** What the program that serves the page reports, as it happens. */

interface ServerEvent {
  readonly type: string;
  readonly data: unknown;
}

export type Handlers<Event extends ServerEvent> = {
  readonly [Type in Event['type']]: (data: Extract<Event, { type: Type }>['data']) => void;
};

/** Calls the handler of each event with its data, and `lost` where the program has gone. */
export function listenTo<Event extends ServerEvent>(
  address: string,
  handlers: Handlers<Event>,
  lost: () => void,
): EventSource {
  const source = new EventSource(address);
  for (const [type, handle] of Object.entries<(data: never) => void>(handlers)) {
    source.addEventListener(type, (event) => handle(JSON.parse(event.data as string) as never));
  }
  source.addEventListener('error', lost);
  return source;
}
