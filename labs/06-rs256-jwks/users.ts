/*
 * Given: the users of rubywave.io, as a table would hold them. Everything here is example data, and
 * the passwords are printed in the lesson; the hashes are real.
 */
import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly nickname: string;
  /** A text of digits, as in the deck's token. */
  readonly rank: string;
  readonly name: string;
  /** `scrypt$salt$hash`, salt and hash in base64url; see `hashPassword`. Never leaves the server. */
  readonly passwordHash: string;
}

/** The user with exactly this e-mail address; undefined if there is none. */
export function findUser(email: string): User | undefined {
  return USERS.find((user) => user.email === email);
}

/**
 * The 32 bytes that scrypt makes of a password, slow on purpose: whoever steals the table pays for
 * every guess (RFC 7914). The same password and salt give the same bytes.
 *
 * @param password as the user typed it
 * @param salt in base64url, as it stands in `passwordHash`
 */
export function hashPassword(password: string, salt: string): Promise<Buffer> {
  return derive(password, Buffer.from(salt, 'base64url'), 32, { cost: COST }) as Promise<Buffer>;
}

const derive = promisify<string, Buffer, number, { cost: number }, unknown>(scrypt);

/**
 * A thirty-second of what OWASP asks for, so that a classroom does not wait: 2 ** 17.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const COST = 2 ** 12;

const USERS: readonly User[] = [
  {
    id: '1234567890',
    email: 'spark@rubywave.io',
    nickname: 'spark',
    rank: '15',
    name: 'John Doe',
    passwordHash: 'scrypt$iFdnp54hh3WzXFJNcYb3hg$ag8-5lpbxgxpDpuxQnH791i9GYVqlenfZQYIypA6PUE',
  },
  {
    id: '1234567891',
    email: 'neon@rubywave.io',
    nickname: 'neon',
    rank: '9',
    name: 'Jane Roe',
    passwordHash: 'scrypt$aYJjdS0GBzod-HwOzdQIwQ$ZtIsi1qYnj3V9MYYXYuXwZeXghuaSXtufRBSbNiy5Lg',
  },
  {
    id: '1234567892',
    email: 'haneul@rubywave.io',
    nickname: '하늘',
    rank: '20',
    name: '김하늘',
    passwordHash: 'scrypt$PYkvTxuy3203m_0dNAeXTA$OeLwuBpAwkqSf5kNZkPVrkmvlyZP6_xGi79gYtOXBe8',
  },
  {
    id: '1234567893',
    email: 'comet@rubywave.io',
    nickname: 'comet',
    rank: '100',
    name: 'Alex Moe',
    passwordHash: 'scrypt$3Za-Xfh4urwaK3pYYSNOow$POtlJhWzPqwY0nY9QGtE5QHLl2DmFEtjNIn1g8hOapg',
  },
];
