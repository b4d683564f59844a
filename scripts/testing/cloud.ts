/** For tests of the deployment: small applications, code that needs no bundling, and a deployer. */
import { onTestFinished } from 'vitest';
import type { Application } from '#aws/local/index.ts';
import { english } from '#text/message.ts';
import { closeClients, makeClients, type Clients } from '#aws/deploy/clients.ts';
import { deploy, type Outputs } from '#aws/deploy/deploy.ts';
import { destroy } from '#aws/deploy/destroy.ts';
import { packageCode, type Package } from '#aws/deploy/package.ts';
import { planOf, type Plan } from '#aws/deploy/plan.ts';
import type { Verb, Work } from '#aws/deploy/stack.ts';
import type { StoredStack } from './fake-aws/cloud-formation.ts';
import { startFakeAws, type FakeAws } from './fake-aws/index.ts';

export const REGION = 'ap-northeast-2';
export const PREFIX = 'jwt-workshop-spark';

/** Everything that a deployment can make, once or twice each. */
export const SMALL: Application = {
  name: 'jwt-workshop-small',
  secrets: { jwt: { bytes: 32 } },
  tables: { sessions: { key: 'id', ttl: 'expiresAt' }, unused: { key: 'id', ttl: 'expiresAt' } },
  functions: {
    issuer: {
      entry: './issuer.ts',
      environment: { JWT_SECRET: { secret: 'jwt' }, JWT_ISSUER: 'https://login.rubywave.io' },
    },
    profile: { entry: './profile.ts' },
    guard: {
      entry: './guard.ts',
      environment: { JWT_SECRET: { secret: 'jwt' }, SESSIONS_TABLE: { table: 'sessions' } },
    },
  },
  httpApi: {
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
      { route: 'ANY /files', function: 'profile', authorizer: 'request' },
    ],
  },
  restApi: {
    authorizers: {
      token: {
        type: 'TOKEN',
        function: 'guard',
        identitySource: 'method.request.header.Authorization',
      },
    },
    routes: [
      { route: 'GET /', function: 'profile' },
      { route: 'GET /users/spark', function: 'profile', authorizer: 'token' },
      { route: 'ANY /users/spark/files', function: 'profile', authorizer: 'token' },
    ],
  },
};

/** One function and nothing else. */
export const TINY: Application = {
  name: 'jwt-workshop-tiny',
  secrets: { jwt: { bytes: 32 } },
  functions: { issuer: { entry: './issuer.ts', environment: { JWT_SECRET: { secret: 'jwt' } } } },
};

/** A line that was reported, in English. */
export interface Reported {
  readonly verb: Verb;
  readonly what: string;
  readonly reason?: string | undefined;
  readonly meaning?: string | undefined;
}

/** A fake of AWS, and a deployer at it that does not wait. */
export class TestBed {
  readonly aws: FakeAws;
  readonly reported: Reported[] = [];
  /** Called at every wait. */
  onSleep: () => void = () => {};
  readonly work: Work;

  private constructor(aws: FakeAws) {
    this.aws = aws;
    this.work = {
      clients: withoutBackoff(makeClients(REGION)),
      report: ({ verb, what, reason, meaning }) =>
        this.reported.push({
          verb,
          what: english(what),
          reason,
          meaning: meaning && english(meaning),
        }),
      sleep: async () => this.onSleep(),
    };
  }

  /** For one test. */
  static async start(): Promise<TestBed> {
    const bed = new TestBed(await startFakeAws());
    onTestFinished(() => closeClients(bed.work.clients));
    return bed;
  }

  plan(application: Application): Plan {
    return planOf(application, PREFIX);
  }

  deploy(application: Application, code?: string): Promise<Outputs> {
    const plan = this.plan(application);
    return deploy(this.work, plan, codeFor(plan, code));
  }

  destroy(): Promise<boolean> {
    return destroy(this.work, PREFIX);
  }

  get stack(): StoredStack | undefined {
    return this.aws.cloudFormation.stacks.get(PREFIX);
  }

  /** What AWS holds now: the resources with their settings, and the functions with their code. */
  get snapshot(): unknown {
    return {
      status: this.stack?.status.replace(/^(CREATE|UPDATE)_COMPLETE$/, 'whole'),
      resources: [...(this.stack?.resources ?? [])]
        .map(([id, { type }]) => [id, type, this.stack?.template?.Resources[id]?.Properties])
        .toSorted(),
      code: [...this.aws.functions].map(([name, { sha256 }]) => [name, sha256]).toSorted(),
    };
  }

  /** The values of the stack's secrets. */
  get secrets(): string[] {
    return Object.values(this.stack?.parameters ?? {});
  }

  /** The lines with one of these verbs. */
  lines(...verbs: Verb[]): string[] {
    return this.reported.filter(({ verb }) => verbs.includes(verb)).map(({ what }) => what);
  }

  forget(): void {
    this.aws.calls.length = 0;
    this.reported.length = 0;
  }
}

/** The clients still try again where the SDK does, but at once. */
function withoutBackoff(clients: Clients): Clients {
  const retryBackoffStrategy = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };
  for (const { config } of [clients.cloudFormation, clients.lambda, clients.http, clients.rest]) {
    const strategyOf = config.retryStrategy;
    config.retryStrategy = async () => Object.assign(await strategyOf(), { retryBackoffStrategy });
  }
  return clients;
}

/** Code of a line for every function. */
export function codeFor(plan: Plan, text = 'export const handler = async () => 15;\n') {
  return new Map<string, Package>(
    Object.keys(plan.application.functions).map((name) => [
      name,
      packageCode(Buffer.from(`// ${name}\n${text}`)),
    ]),
  );
}
