/** The calls to Lambda: https://docs.aws.amazon.com/lambda/latest/api/ */
import { createHash } from 'node:crypto';
import { Refusal, type Call, type Functions, type StoredFunction } from './account.ts';

export function lambda(functions: Functions, method: string, path: string, body: string): Call {
  const [, name = '', what = ''] =
    /^\/2015-03-31\/functions\/([^/]+)\/(configuration|code|invocations)$/.exec(path) ?? [];
  const need = (): StoredFunction => {
    const found = functions.get(name);
    if (found) return found;
    throw new Refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
  };
  if (`${method} ${what}` === 'GET configuration') {
    return ['GetFunctionConfiguration', false, () => configuration(need())];
  }
  if (`${method} ${what}` === 'PUT code') {
    return [
      'UpdateFunctionCode',
      false,
      () => {
        const found = need();
        if (found.busyLooks > 0) {
          throw new Refusal(409, 'ResourceConflictException', 'An update is in progress');
        }
        const { ZipFile: zip } = JSON.parse(body) as { readonly ZipFile: string };
        found.sha256 = createHash('sha256').update(Buffer.from(zip, 'base64')).digest('base64');
        found.busyLooks = functions.busyAfterUpdate;
        return configuration(found);
      },
    ];
  }
  throw new Refusal(404, 'UnknownOperationException', `${method} ${path}`);
}

function configuration(found: StoredFunction) {
  const isBusy = found.busyLooks > 0;
  if (isBusy) found.busyLooks -= 1;
  return {
    CodeSha256: found.sha256,
    Environment: { Variables: found.variables },
    LastUpdateStatus: isBusy ? 'InProgress' : found.failure ? 'Failed' : 'Successful',
    LastUpdateStatusReason: found.failure,
  };
}
