/* Given: stands behind `GET /club`. Whoever gets here has a rank of 10 or more. */
export async function handler() {
  return { statusCode: 200, body: 'Welcome to the club.' };
}
