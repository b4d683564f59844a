/* Given: the doors of this lab, and the rank that each of them asks for. */

/** The least rank for a route. 0 is for everybody who is logged in, even without a rank. */
export const LEAST_RANK: Readonly<Record<string, number>> = {
  'GET /me': 0,
  'GET /lounge': 10,
  'GET /vip': 20,
};
