/** The `code` of an error: stable where its message is not. Undefined for anything but an Error with one. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
