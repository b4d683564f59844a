/** A route's function that returns what the header `x-respond` holds as JSON, or throws it. */
export async function handler(event: { headers: Record<string, string> }): Promise<unknown> {
  const [, wanted = 'null'] =
    Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'x-respond') ?? [];
  if (wanted.startsWith('throw:')) throw new Error(wanted.slice('throw:'.length));
  return JSON.parse(wanted);
}
