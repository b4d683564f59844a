/** IAM, as far as a deployment calls it: forms in, XML out. */
import {
  ACCOUNT_ID,
  need,
  Refusal,
  type Account,
  type Operation,
  type ServiceRequest,
  type StoredRole,
} from './account.ts';

export function iam(account: Account, { body }: ServiceRequest): Operation {
  const input = new URLSearchParams(body);
  const name = input.get('Action') ?? '';
  const roleName = input.get('RoleName') ?? '';
  const policyName = input.get('PolicyName') ?? '';
  const arn = `arn:aws:iam::${ACCOUNT_ID}:role/${roleName}`;
  const own = { action: `iam:${name}`, resource: arn };
  // A policy is told of the bounds that are about to be set, else of those that the role has.
  const boundary = input.get('PermissionsBoundary') ?? account.roles.get(roleName)?.boundary;
  const bounded = boundary ? { ...own, context: { 'iam:PermissionsBoundary': boundary } } : own;
  const role = () => need(account.roles.get(roleName), () => absent(`role with name ${roleName}`));

  const operations: Readonly<Record<string, Omit<Operation, 'name'>>> = {
    GetRole: {
      actions: [own],
      changes: false,
      run: () => ({ Role: describe(roleName, role()) }),
    },
    CreateRole: {
      actions: [
        bounded,
        ...(input.has('Tags.member.1.Key') ? [{ ...own, action: 'iam:TagRole' }] : []),
      ],
      changes: true,
      run() {
        if (account.roles.has(roleName)) {
          throw new Refusal(
            409,
            'EntityAlreadyExists',
            `Role with name ${roleName} already exists.`,
          );
        }
        if (!/^[\w+=,.@-]{1,64}$/.test(roleName))
          throw new Refusal(400, 'ValidationError', 'roleName');
        const trust = document(input.get('AssumeRolePolicyDocument'), 'Principal');
        const tags: Record<string, string> = {};
        for (let index = 1; input.has(`Tags.member.${index}.Key`); index += 1) {
          tags[String(input.get(`Tags.member.${index}.Key`))] = String(
            input.get(`Tags.member.${index}.Value`),
          );
        }
        const unknownToLambda = account.options.roleDelay;
        const policies = new Map<string, string>();
        const made = {
          arn,
          createdAt: account.now(),
          trust,
          boundary,
          tags,
          policies,
          unknownToLambda,
        };
        account.roles.set(roleName, made);
        return { Role: describe(roleName, made) };
      },
    },
    UpdateAssumeRolePolicy: {
      actions: [own],
      changes: true,
      run() {
        role().trust = document(input.get('PolicyDocument'), 'Principal');
        return {};
      },
    },
    PutRolePermissionsBoundary: {
      actions: [bounded],
      changes: true,
      run() {
        role().boundary = boundary;
        return {};
      },
    },
    GetRolePolicy: {
      actions: [own],
      changes: false,
      run() {
        const text = need(role().policies.get(policyName), () => absent(`policy ${policyName}`));
        const PolicyDocument = encodeURIComponent(text);
        return { RoleName: roleName, PolicyName: policyName, PolicyDocument };
      },
    },
    PutRolePolicy: {
      actions: [bounded],
      changes: true,
      run() {
        role().policies.set(policyName, document(input.get('PolicyDocument'), 'Resource'));
        return {};
      },
    },
    DeleteRolePolicy: {
      actions: [own],
      changes: true,
      run() {
        if (!role().policies.delete(policyName)) throw absent(`policy ${policyName}`);
        return {};
      },
    },
    DeleteRole: {
      actions: [own],
      changes: true,
      run() {
        if (role().policies.size > 0) {
          throw new Refusal(
            409,
            'DeleteConflict',
            'Cannot delete entity, must delete policies first.',
          );
        }
        account.roles.delete(roleName);
        return {};
      },
    },
  };
  const operation = need(operations[name], () => new Refusal(400, 'InvalidAction', name));
  return { name, ...operation, run: () => xml(name, operation.run()) };
}

function describe(
  name: string,
  { arn, createdAt, trust, boundary, tags }: Omit<StoredRole, 'policies' | 'unknownToLambda'>,
) {
  return {
    Path: '/',
    RoleName: name,
    RoleId: 'AROAEXAMPLEEXAMPLEEXA',
    Arn: arn,
    CreateDate: new Date(createdAt * 1000).toISOString(),
    AssumeRolePolicyDocument: encodeURIComponent(trust),
    ...(boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: boundary,
          },
        }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** A policy that can be read, each statement of which has this member. */
function document(text: string | null, member: string): string {
  try {
    const { Statement: statements } = JSON.parse(text ?? '') as { Statement: object[] };
    if (statements.length > 0 && statements.every((one) => Object.hasOwn(one, member))) {
      return String(text);
    }
  } catch {
    // Told below.
  }
  throw new Refusal(400, 'MalformedPolicyDocument', 'This policy contains invalid Json');
}

function absent(what: string): Refusal {
  return new Refusal(404, 'NoSuchEntity', `The ${what} cannot be found.`);
}

function xml(name: string, result: unknown): string {
  return `<${name}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${name}Result>${members(result)}</${name}Result><ResponseMetadata><RequestId>stand-in</RequestId></ResponseMetadata></${name}Response>`;
}

function members(value: unknown): string {
  if (Array.isArray(value))
    return value.map((item) => `<member>${members(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, item]) => `<${key}>${members(item)}</${key}>`)
      .join('');
  }
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
