/** What is to stand on AWS: an application under a prefix, of which all or the public part is made. */
import type { Application, HttpApi, HttpAuthorizer, RestApi } from '../application.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';
import { validateApplication } from '../validate.ts';
import { deployedName, FUNCTION_NAME_LENGTH } from './names.ts';

export interface Plan {
  readonly prefix: string;
  readonly application: Application;
  /**
   * What the stack is brought to, one update after the other. An authorizer that reads its issuer's
   * documents while it is made needs `public` first, where the application is that issuer itself.
   */
  readonly phases: readonly Phase[];
}

/** `public`: the functions, and the routes that name no authorizer. */
export type Phase = 'public' | 'whole';

/**
 * Plans an application under a prefix.
 *
 * @throws ApplicationError for a declaration that AWS would refuse
 * @throws ExplainedError where a name gets too long under this prefix, or AWS could not read an issuer's keys
 */
export function planOf(application: Application, prefix: string): Plan {
  validateApplication(application);
  for (const name of Object.keys(application.functions)) {
    const onAws = deployedName(prefix, name);
    if (onAws.length <= FUNCTION_NAME_LENGTH) continue;
    throw new ExplainedError(
      say`"${onAws}" is ${onAws.length} characters long, and Lambda takes ${FUNCTION_NAME_LENGTH}: choose a shorter --prefix.`,
    );
  }
  const authorizers = Object.entries(application.httpApi?.authorizers ?? {});
  for (const [name, authorizer] of authorizers) {
    // Here an issuer may be on loopback.
    if (authorizer.type !== 'JWT' || !String(authorizer.issuer).startsWith('http:')) continue;
    throw new ExplainedError(
      say`AWS reads the keys of an issuer over https only, and the authorizer "${name}" names ${String(authorizer.issuer)}.`,
    );
  }
  const hasOwnIssuer = authorizers.some(([, authorizer]) => isOwnIssuer(authorizer));
  return { prefix, application, phases: hasOwnIssuer ? ['public', 'whole'] : ['whole'] };
}

/**
 * The part of an application that guards nothing: the functions, and the routes that name no
 * authorizer. An API without such a route is left out, as AWS deploys none that is empty.
 */
export function publicPart({ httpApi, restApi, ...others }: Application): Application {
  const [http, rest] = [openRoutes(httpApi), openRoutes(restApi)];
  return { ...others, ...(http && { httpApi: http }), ...(rest && { restApi: rest }) };
}

function openRoutes<Api extends HttpApi | RestApi>(api: Api | undefined): Api | undefined {
  const routes = api?.routes.filter(({ authorizer }) => authorizer === undefined) ?? [];
  return api && routes.length > 0 ? { ...api, routes, authorizers: {} } : undefined;
}

/** Whether an authorizer reads, while it is made, what a function of the same application answers. */
export function isOwnIssuer(authorizer: HttpAuthorizer): boolean {
  return authorizer.type === 'JWT' && typeof authorizer.issuer === 'object';
}
