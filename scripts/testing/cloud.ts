/** For tests of the deployment: small applications, code that needs no bundling, and a deployer. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Application } from '#aws/local/index.ts';
import { english } from '#text/message.ts';
import { closeClients, makeClients } from '#aws/deploy/clients.ts';
import { deploy, type Deployment } from '#aws/deploy/deploy/index.ts';
import type { Secrets } from '#aws/deploy/deploy/secrets.ts';
import { destroy, type Remains } from '#aws/deploy/destroy.ts';
import { packageCode, type Package } from '#aws/deploy/package.ts';
import { planOf, type Plan } from '#aws/deploy/plan.ts';
import { pictureOf } from './fake-aws/picture.ts';
import { startStandIn, type StandIn } from './fake-aws/server.ts';
import type { AccountOptions } from './fake-aws/account.ts';
import type { Verb, Work } from '#aws/deploy/work.ts';

export const REGION = 'ap-northeast-2';
export const PREFIX = 'jwt-workshop-spark';

/** Everything that a deployment can make, once or twice each. */
export const SMALL: Application = {
  name: 'jwt-workshop-small',
  secrets: { jwt: { bytes: 32 } },
  functions: {
    issuer: {
      entry: './issuer.ts',
      environment: { JWT_SECRET: { secret: 'jwt' }, JWT_ISSUER: 'https://login.rubywave.io' },
    },
    profile: { entry: './profile.ts' },
    guard: { entry: './guard.ts', environment: { JWT_SECRET: { secret: 'jwt' } } },
  },
  httpApi: {
    cors: { allowOrigins: ['https://rubywave.io'], allowHeaders: ['Authorization'] },
    authorizers: {
      request: {
        type: 'REQUEST',
        function: 'guard',
        payloadFormat: '2.0',
        simpleResponses: true,
        identitySources: ['$request.header.Authorization'],
        ttlSeconds: 60,
      },
    },
    routes: [
      { route: 'POST /login', function: 'issuer' },
      { route: 'GET /me', function: 'profile', authorizer: 'request' },
    ],
  },
  restApi: {
    cors: { allowOrigin: 'https://rubywave.io', allowHeaders: ['Authorization'] },
    authorizers: {
      token: {
        type: 'TOKEN',
        function: 'guard',
        identitySource: 'method.request.header.Authorization',
      },
    },
    routes: [{ route: 'GET /users/{id}', function: 'profile', authorizer: 'token' }],
  },
};

/** One function and nothing else. */
export const TINY: Application = {
  name: 'jwt-workshop-tiny',
  secrets: { jwt: { bytes: 32 } },
  functions: { issuer: { entry: './issuer.ts', environment: { JWT_SECRET: { secret: 'jwt' } } } },
};

/** What a run came to: each line that it told, with its verb. */
export interface Told {
  readonly verb: Verb;
  readonly text: string;
}

/** A stand-in, and a deployer at it that does not wait. */
export class TestBed {
  readonly standIn: StandIn;
  readonly told: Told[] = [];
  /** The values of the secrets of every deployment so far. */
  readonly secrets: Secrets[] = [];
  /** Seconds that would have been waited. */
  waited = 0;
  readonly #work: Work;

  private constructor(standIn: StandIn) {
    this.standIn = standIn;
    this.#work = {
      clients: makeClients(REGION, {
        endpoint: standIn.url,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'worth nothing' },
      }),
      tell: (verb, what) => this.told.push({ verb, text: english(what) }),
      sleep: async (seconds) => {
        this.waited += seconds;
      },
    };
  }

  static async start(options?: Partial<AccountOptions>): Promise<TestBed> {
    return new TestBed(await startStandIn(options));
  }

  deploy(application: Application, prefix = PREFIX): Promise<Deployment> {
    const plan = planOf(application, prefix, '.');
    return deploy(this.#work, plan, codeFor(plan), (secrets) => this.secrets.push(secrets));
  }

  destroy(prefix = PREFIX): Promise<Remains> {
    return destroy(this.#work, prefix);
  }

  /** What AWS holds now. */
  get picture(): unknown {
    return pictureOf(this.standIn.account, this.secrets.flatMap(Object.values<string>));
  }

  /** The names of the calls so far that changed something. */
  get changes(): string[] {
    return this.standIn.calls.filter(({ changes }) => changes).map(({ name }) => name);
  }

  forgetCalls(): void {
    this.standIn.calls.length = 0;
    this.told.length = 0;
  }

  async stop(): Promise<void> {
    closeClients(this.#work.clients);
    await this.standIn.close();
  }
}

/** Code of a line for every function. */
export function codeFor(plan: Plan, text = 'export const handler = async () => 15;\n') {
  return new Map<string, Package>(
    plan.functions.map(({ name }) => [name, packageCode(Buffer.from(`// ${name}\n${text}`))]),
  );
}

/** A new folder, removed after `use`; `parent` is the beginning of its path. */
export async function inFolder<Result>(
  parent: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(parent), { recursive: true });
  const folder = mkdtempSync(parent);
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
