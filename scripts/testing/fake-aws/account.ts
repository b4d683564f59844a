/** What the stand-in for AWS keeps: one account in one region, in memory. */
import type { Package } from '#aws/deploy/package.ts';

/** A call as IAM sees it: what is done, and to what. */
export interface Action {
  readonly action: string;
  readonly resource: string;
  /** What else a policy may ask about it, under the names of IAM's condition keys. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A request as a service reads it. */
export interface ServiceRequest {
  readonly method: string;
  /** Decoded, one text a segment. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service makes of a request: first what it takes to be allowed, then the deed. */
export interface Operation {
  /** As the SDK calls it: `CreateFunction`. */
  readonly name: string;
  readonly actions: readonly Action[];
  /** Whether it changes anything. */
  readonly changes: boolean;
  /** Throws a Refusal. */
  readonly run: () => unknown;
}

/** An answer that is no success, under the name that the service gives it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, name: string, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export type Json = Record<string, unknown>;
export type StoredTags = Record<string, string>;

export interface StoredRole {
  readonly arn: string;
  readonly createdAt: number;
  trust: string;
  boundary: string | undefined;
  readonly tags: StoredTags;
  readonly policies: Map<string, string>;
  /** So many times Lambda will still say that it can't take the role on. */
  unknownToLambda: number;
}

export interface StoredFunction {
  readonly arn: string;
  changedAt: number;
  settings: Json;
  sha256: Package['sha256'];
  tags: StoredTags;
  readonly statements: Map<string, { readonly sourceArn: string }>;
  /** So many looks it still takes until Lambda is done with the last change. */
  busyLooks: number;
  isNew: boolean;
  /** Whether Lambda failed at making it. */
  hasFailed: boolean;
}

export interface StoredLogGroup {
  readonly arn: string;
  retentionInDays: number | undefined;
  readonly tags: StoredTags;
}

export interface StoredHttpApi {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly tags: StoredTags;
  cors: Json | undefined;
  readonly authorizers: Map<string, Json>;
  readonly integrations: Map<string, Json>;
  readonly routes: Map<string, Json>;
  readonly stages: Map<string, Json>;
}

export interface StoredResource {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly pathPart: string;
  readonly path: string;
  readonly methods: Map<string, Json>;
}

export interface StoredDeployment {
  readonly id: string;
  readonly description: string;
  readonly createdAt: number;
  /** The API as it was then. */
  readonly snapshot: unknown;
}

export interface StoredRestApi {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly tags: StoredTags;
  readonly authorizers: Map<string, Json>;
  readonly resources: Map<string, StoredResource>;
  readonly deployments: Map<string, StoredDeployment>;
  readonly stages: Map<string, Json>;
}

export const ACCOUNT_ID = '123456789012';

export interface AccountOptions {
  readonly region: string;
  /** So many times a new role can't be taken on. */
  readonly roleDelay: number;
  /** So many looks a function is busy after each change. */
  readonly busyLooks: number;
  /** Whether whoever asks may list the tags of functions. */
  readonly showsTags: boolean;
  /** Whether the key that environments are encrypted with is at hand. */
  readonly showsEnvironment: boolean;
}

export class Account {
  readonly options: AccountOptions;
  readonly roles = new Map<string, StoredRole>();
  readonly functions = new Map<string, StoredFunction>();
  readonly logGroups = new Map<string, StoredLogGroup>();
  readonly httpApis = new Map<string, StoredHttpApi>();
  readonly restApis = new Map<string, StoredRestApi>();
  #last = 0;

  constructor(options: AccountOptions) {
    this.options = options;
  }

  /** Forgets everything. */
  clear(): void {
    const { roles, functions, logGroups, httpApis, restApis } = this;
    for (const kept of [roles, functions, logGroups, httpApis, restApis]) kept.clear();
  }

  /** Ten letters and digits, as API Gateway's are. */
  newId(): string {
    this.#last += 1;
    return `id${String(this.#last).padStart(8, '0')}`;
  }

  /** Seconds; each later than all before. */
  now(): number {
    this.#last += 1;
    return 1_700_000_000 + this.#last;
  }
}

/** A page of a list, small so that whoever does not ask for the next one misses something. */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | null | undefined,
): { readonly items: readonly Item[]; readonly next: string | undefined } {
  const start = Number(token ?? 0);
  const end = start + PAGE_SIZE;
  return { items: items.slice(start, end), next: end < items.length ? String(end) : undefined };
}

const PAGE_SIZE = 3;

/** What must be there. */
export function need<Value>(value: Value | undefined, refusal: () => Refusal): Value {
  if (value === undefined) throw refusal();
  return value;
}
