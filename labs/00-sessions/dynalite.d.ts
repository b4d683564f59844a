/** dynalite brings no types. This is what the lab uses of it. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB in this process; it keeps everything in memory unless told otherwise. */
  export default function dynalite(options?: {
    /** How long a new table is being made, in milliseconds. */
    readonly createTableMs?: number;
  }): Server;
}
