/* Lab 5 without a library: whatever the gateway says of the caller, in one object. */
type Person = Readonly<Record<string, string>>;

export const handler = async ({
  requestContext: { authorizer },
}: {
  requestContext: { authorizer: { lambda?: Person } & Record<string, unknown> };
}) => ({
  statusCode: 200,
  body: JSON.stringify({ ...(authorizer.lambda ?? authorizer), integrationLatency: undefined }),
});
