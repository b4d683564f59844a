/*
 * Given: the users of rubywave.io, who log in by naming their e-mail address. Passwords are the
 * business of lab 3; here it only matters what happens after one was right.
 */
import type { Session } from './strategy.ts';

/** What is known of the user with exactly this e-mail address; undefined if there is none. */
export function findAccount(email: unknown): Session | undefined {
  return ACCOUNTS.find((account) => account.email === email);
}

export const ACCOUNTS: readonly Session[] = [
  {
    sub: '1234567890',
    email: 'spark@rubywave.io',
    nickname: 'spark',
    rank: '15',
    name: 'John Doe',
  },
  {
    sub: '1234567891',
    email: 'neon@rubywave.io',
    nickname: 'neon',
    rank: '9',
    name: 'Jane Roe',
  },
  {
    sub: '1234567892',
    email: 'haneul@rubywave.io',
    nickname: '하늘',
    rank: '20',
    name: '김하늘',
  },
];
