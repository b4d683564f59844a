/**
 * The route that takes a request. A route for the method comes before one for `ANY`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param path without query and without stage, as the client wrote it
 */
export function findRoute<T extends { readonly route: string }>(
  routes: readonly T[],
  method: string,
  path: string,
): T | undefined {
  const find = (key: string) => routes.find(({ route }) => route === key);
  return find(`${method} ${path}`) ?? find(`ANY ${path}`);
}
