/* Another right answer: made from one list of doors, and an audience that has a name. */
import type { JwtAuthorizer } from '#local-aws';

const THIS_API = 'https://api.rubywave.io';
const DOORS = ['me', 'lounge', 'vip'];

export const audience = [THIS_API];
export const scopes = Object.fromEntries(DOORS.map((word) => [`GET /${word}`, [word]]));
export const issuer: JwtAuthorizer['issuer'] = Object.freeze({ address: 'httpApi' });
