/** Returns the event it got as the body of a response: a REST API takes nothing less. */
export async function handler(event: unknown): Promise<unknown> {
  return { statusCode: 200, body: JSON.stringify({ event }) };
}
