/** Returns the event it got, with what Lambda told it of itself. */
export async function handler(
  event: unknown,
  context: { awsRequestId: string; functionName: string },
): Promise<unknown> {
  return { event, requestId: context.awsRequestId, functionName: context.functionName };
}
