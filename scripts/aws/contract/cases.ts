/**
 * The contract: what a client sends and what it must get, as data, so that the same tables are run
 * against the local servers and against a deployed stack. Where AWS's pages are silent, the source is
 * what its own runtime client 4.0.2 was seen to do.
 */
import http from './cases/http.json' with { type: 'json' };
import invoke from './cases/invoke.json' with { type: 'json' };
import jwt from './cases/jwt.json' with { type: 'json' };
import rest from './cases/rest.json' with { type: 'json' };

/** What an HTTP API, a REST API and Lambda's Invoke operation answer. */
export const HTTP_CASES = [...http, ...jwt].map((one) => ({
  api: 'http',
  ...one,
})) as readonly ContractCase[];
export const REST_CASES = rest.map((one) => ({ api: 'rest', ...one })) as readonly ContractCase[];
export const INVOKE_CASES: readonly InvokeCase[] = invoke;

export interface ContractCase {
  /** Kebab-case, unique. */
  readonly id: string;
  /** The rule. */
  readonly rule: string;
  readonly api: 'http' | 'rest';
  /** Signed first; `{token}` in a request stands for it. */
  readonly token?: WantedToken;
  /** Sent first, one after the other. */
  readonly before?: readonly ContractRequest[];
  readonly request: ContractRequest;
  readonly expected: ContractAnswer;
  /** The AWS page that says so, or where it was seen. */
  readonly source: string;
  /** AWS's answer is not known for sure: the probe is to find it out. */
  readonly unconfirmed?: boolean;
}

/** What the contract's own issuer signs: a token that is good, but for what is said here. */
export interface WantedToken {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims that are times. */
  readonly secondsFromNow?: Readonly<Record<string, number>>;
  /** Claims that are left out. */
  readonly without?: readonly string[];
}

/** In every text, `{run}` stands for a word that is new in each run, as caches outlive one. */
export interface ContractRequest {
  readonly method?: string;
  /** With query; for a REST API without the stage. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ContractAnswer {
  readonly status: number;
  /** Names in lower case; null: must not be there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** The exact body. */
  readonly body?: string;
  /** Values at these places of the JSON body: `event.headers.host`; null: must not be there. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Regular expressions for the texts at these places of the JSON body. */
  readonly matches?: Readonly<Record<string, string>>;
  /** Places of the JSON body whose values are the same as in the last answer of `before`. */
  readonly same?: readonly string[];
  /** Places of the JSON body whose values differ from the last answer of `before`. */
  readonly differs?: readonly string[];
}

/** A case for Lambda's Invoke operation. */
export interface InvokeCase {
  readonly id: string;
  readonly rule: string;
  /** As declared; the deployed one carries a prefix. */
  readonly function: string;
  /** Sent as it is; none at all if undefined. */
  readonly payload?: string;
  readonly expected: {
    readonly status: number;
    readonly functionError?: string;
    readonly payload?: string;
    /** Values at these places of the JSON payload. */
    readonly json?: Readonly<Record<string, unknown>>;
    /** A regular expression for the end of the log. */
    readonly log?: string;
    /** The service's own error. */
    readonly error?: string;
    /** A regular expression for its message. */
    readonly message?: string;
  };
  readonly source: string;
  readonly unconfirmed?: boolean;
}
