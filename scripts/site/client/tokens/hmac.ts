/** HMAC-SHA256 by the browser itself. The secret goes into a key that can't be read out again. */

/** Missing where the page is not trusted: neither https nor this machine nor a file. */
export function canSign(): boolean {
  return (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;
}

/** @param secret at least one byte */
export async function hmacSha256(
  text: string,
  secret: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)));
}
