/** Imports, while it loads, what no package and no bundle holds. */
const name = 'no-such-package-of-rubywave';
export const { handler } = await import(name);
