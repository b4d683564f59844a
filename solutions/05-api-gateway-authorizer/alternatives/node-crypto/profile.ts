/* Lab 5 without a library: five of the members that the gateway handed over, in one object. */
type Person = Readonly<Record<string, string>>;

export const handler = async ({
  requestContext: { authorizer },
}: {
  requestContext: { authorizer: { lambda?: Person } & Record<string, unknown> };
}) => {
  const { sub, email, nickname, rank, name }: Record<string, unknown> =
    authorizer.lambda ?? authorizer;
  return { statusCode: 200, body: JSON.stringify({ sub, email, nickname, rank, name }) };
};
