/* Given: reads the Cookie header of a request. */
import type { Cookies } from './strategy.ts';

/**
 * The cookies in a `Cookie` header (RFC 6265 §4.2). Any text will do, for anyone can send any: what
 * is no `name=value` is left out. Where a name comes twice the first counts: browsers put the cookie
 * with the longer path in front (§5.4).
 */
export function readCookies(header: string | undefined): Cookies {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim());
  }
  return cookies;
}
