/* Lab 5 with classes: its context has other names, and a profile that knows them. */
interface Handed {
  readonly userId?: string;
  readonly mail?: string;
  readonly nickname?: string;
  readonly level?: string;
  readonly fullName?: string;
}

interface Event {
  readonly requestContext: { readonly authorizer: Handed & { readonly lambda?: Handed } };
}

class Profile {
  readonly sub: string;
  readonly email: string | undefined;
  readonly nickname: string | undefined;
  readonly rank: string | undefined;
  readonly name: string | undefined;

  constructor({ userId, mail, nickname, level, fullName }: Handed) {
    if (userId === undefined) throw new Error('No authorizer was asked.');
    this.sub = userId;
    this.email = mail;
    this.nickname = nickname;
    this.rank = level;
    this.name = fullName;
  }
}

export async function handler({ requestContext: { authorizer } }: Event) {
  const profile = new Profile(authorizer.lambda ?? authorizer);
  return { statusCode: 200, body: JSON.stringify(profile, undefined, 2) };
}
