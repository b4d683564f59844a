/**
 * The way that one request really took, as local AWS recorded it, hop by hop: the one object that the
 * live page, its text twin and the recordings of the static site are drawn from. Every text is there
 * in both languages.
 */
import type { Bilingual } from '#text/message.ts';
import type { Ask } from './ask.ts';

/** A box of the drawing: `client`, `door:rest`, `cache:rest`, `keys:http`, `function:profile`, `table:sessions`. */
export type NodeId = string;

export interface Way {
  readonly ask: Ask;
  /** On the clock of the visit, in seconds after the log-in. */
  readonly at: number;
  /** The same moment in seconds since 1970. */
  readonly time: number;
  /** Time went back, or a lab's files changed: everybody logged in anew, and nothing was kept. */
  readonly isFresh: boolean;
  /** What the terminal says of it: `GET /me -> nobody asked -> 401`. */
  readonly lines: readonly Bilingual[];
  readonly hops: readonly Hop[];
  /** Who decided whether the request may pass; of an open route, whether its function was asked. */
  readonly asked: Asked;
  readonly status: number;
  /** What each route of the API says to this caller, where an authorizer's policy speaks of it. */
  readonly policy: readonly PolicyRoute[];
  /** What is kept after this request. */
  readonly shelf: readonly Kept[];
}

export type Asked = 'function' | 'cache' | 'gateway' | 'nobody';

/** From one box to another, or something that a box does by itself. */
export interface Hop {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly title: Bilingual;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly notes: readonly Bilingual[];
  /** What went over: an event, an answer, a log. */
  readonly texts: readonly { readonly name: Bilingual; readonly text: string }[];
  /** Where in the lab's files this was decided. */
  readonly place?: Place | undefined;
  /** Show the token here, or the one that was handed out. */
  readonly token?: string | undefined;
}

/** A line of a file, relative to the course's root. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface PolicyRoute {
  readonly route: string;
  readonly isOpen: boolean;
}

/** An answer on the shelf of an API's cache. */
export interface Kept {
  readonly door: 'http' | 'rest';
  readonly authorizer: string;
  /** Whose token it is kept under, and what else belongs to the key. */
  readonly key: readonly Bilingual[];
  /** By the clock of the visit, in seconds. */
  readonly since: number;
  readonly ttlSeconds: number;
  /** Of a policy, the routes that it opens; undefined for a plain yes or no. */
  readonly policy?: readonly PolicyRoute[] | undefined;
  readonly verdict: 'allowed' | 'denied' | 'unauthorized' | 'failed';
}
