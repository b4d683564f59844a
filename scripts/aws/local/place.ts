/** Where the application pretends to be: no region is nearer to the workshop. */
export const REGION = 'ap-northeast-2';

/** AWS's own documentation writes this account number. */
export const ACCOUNT_ID = '123456789012';

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
}
