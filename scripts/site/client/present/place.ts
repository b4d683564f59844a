/** The slide that an address such as `#4` names; the first one where it names none. */
export function slideNumber(hash: string, count: number): number {
  const number = /^#(\d{1,3})$/.test(hash) ? Number(hash.slice(1)) : 1;
  return number >= 1 && number <= count ? number : 1;
}
