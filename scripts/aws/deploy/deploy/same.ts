import { isDeepStrictEqual } from 'node:util';

/** Whether all that is wanted is there; what else is there does not matter. */
export function hasAll<Wanted extends object>(found: object, wanted: Wanted): boolean {
  return Object.entries(wanted).every(
    ([key, value]) =>
      value === undefined || isDeepStrictEqual(plain(found)[key], plain(wanted)[key]),
  );
}

/** Without what the SDK adds to the objects that it makes. */
function plain(value: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
