/** Where the application pretends to be: what ARNs and events say of account and region. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** AWS's own documentation writes this account number; no region is nearer to the workshop. */
export const DEFAULT_PLACE: Place = { region: 'ap-northeast-2', accountId: '123456789012' };

export function functionArn({ region, accountId }: Place, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}
