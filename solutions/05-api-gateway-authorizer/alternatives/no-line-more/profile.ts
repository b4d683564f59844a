/* Lab 5, and not a line more: of whatever the gateway handed over, the five by their names. */
export const handler = async (event: {
  requestContext: { authorizer: { lambda?: object } & object };
}) => {
  const { authorizer } = event.requestContext;
  const told = ['sub', 'email', 'nickname', 'rank', 'name'];
  return { statusCode: 200, body: JSON.stringify(authorizer.lambda ?? authorizer, told) };
};
