/* Lab 5 with classes: its context has other names, and a profile that knows them. */
interface Handed {
  readonly userId?: string;
  readonly nickname?: string;
  readonly level?: string;
}

interface Event {
  readonly requestContext: { readonly authorizer: Handed & { readonly lambda?: Handed } };
}

class Profile {
  readonly id: string;
  readonly nickname: string;
  readonly level: number;

  constructor({ userId, nickname, level }: Handed) {
    if (userId === undefined) throw new Error('No authorizer was asked.');
    this.id = userId;
    this.nickname = nickname ?? '';
    this.level = Number(level);
  }
}

export async function handler({ requestContext: { authorizer } }: Event) {
  const profile = new Profile(authorizer.lambda ?? authorizer);
  return { statusCode: 200, body: JSON.stringify(profile, undefined, 2) };
}
