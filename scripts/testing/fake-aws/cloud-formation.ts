/**
 * CloudFormation, as far as a deployment speaks to it: change sets, stacks with their states, and
 * events. What it makes is kept with the stack; functions are there for Lambda's calls, too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { Template, TemplateResource } from '#aws/deploy/template/index.ts';
import { Refusal, type Call, type Functions } from './account.ts';

type Texts = Readonly<Record<string, string>>;

export class StoredStack {
  readonly id: string;
  readonly name: string;
  status: StackStatus = 'REVIEW_IN_PROGRESS';
  template: Template | undefined;
  parameters: Texts = {};
  tags: Texts = {};
  /** What there is, by logical id. */
  readonly resources = new Map<string, StoredResource>();
  /** Newest first. */
  readonly events: Readonly<Record<string, string | undefined>>[] = [];
  readonly changeSets = new Map<string, ChangeSet>();
  /** What it is doing: a step at every look at its events. */
  work: Iterator<void> | undefined;

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
  }

  get isBusy(): boolean {
    return this.status.endsWith('_IN_PROGRESS') && this.status !== 'REVIEW_IN_PROGRESS';
  }
}

interface StoredResource {
  readonly type: string;
  readonly name: string;
}

interface ChangeSet {
  readonly id: string;
  readonly template: Template;
  readonly parameters: Texts;
  readonly tags: Texts;
  readonly changes: readonly Change[];
  isObsolete: boolean;
}

interface Change {
  readonly Action: 'Add' | 'Modify' | 'Remove';
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly Replacement?: 'True' | 'False';
}

/** What is done to a resource: `create`, `update`, `delete`; `undo` is a part of rolling back. */
export type Deed = 'create' | 'update' | 'delete' | 'undo';

const ACCOUNT = '123456789012';
const REGION = 'ap-northeast-2';

/** Changes and events come in pages as small as that, so whoever reads only the first misses some. */
const PAGE_SIZE = 20;

export class CloudFormation {
  /** The stacks that there are, by name; those that are gone, by id, still tell their events. */
  readonly stacks = new Map<string, StoredStack>();
  /** Why a deed fails; undefined where it does not. */
  failing: (deed: Deed, type: string, id: string) => string | undefined = () => undefined;
  /** Steps that are done from one look at the events to the next. */
  stepsPerLook = 80;
  private readonly gone = new Map<string, StoredStack>();
  private readonly answered = new Map<string, object>();
  private readonly functions: Functions;
  private last = 0;

  constructor(functions: Functions) {
    this.functions = functions;
  }

  /** A call in the form in which it comes; done once, however often it comes with the same token. */
  read(form: URLSearchParams): Call {
    const action = form.get('Action') ?? '';
    const run = this.actions[action];
    if (!run) throw new Refusal(400, 'InvalidAction', action);
    const token = form.get('ClientToken') ?? form.get('ClientRequestToken');
    return [
      action,
      true,
      () => {
        const known = token === null ? undefined : this.answered.get(`${action} ${token}`);
        const answer = known ?? run(form);
        this.answered.set(`${action} ${token}`, answer);
        return answer;
      },
    ];
  }

  /** The API whose authorizers' answers are to be forgotten. */
  needApi(path: string): object {
    const ids = [...this.stacks.values()].flatMap(({ resources }) =>
      [...resources.values()].map(({ name }) => name),
    );
    if (ids.some((id) => path.includes(`/${id}/`))) return {};
    throw new Refusal(404, 'NotFoundException', `Invalid API identifier specified: ${path}`);
  }

  private readonly actions: Readonly<Record<string, (form: URLSearchParams) => object>> = {
    DescribeStacks: (form) => ({ Stacks: [this.described(this.need(form))] }),
    DescribeStackEvents: (form) => {
      const stack = this.need(form);
      if (!form.has('NextToken')) this.advance(stack);
      return pageOf('StackEvents', stack.events, form);
    },
    ListStackResources: (form) => {
      const summaries = [...this.need(form).resources].map(([id, { type, name }]) => ({
        LogicalResourceId: id,
        ResourceType: type,
        PhysicalResourceId: name,
        ResourceStatus: 'CREATE_COMPLETE',
      }));
      return pageOf('StackResourceSummaries', summaries, form);
    },
    CreateChangeSet: (form) => this.createChangeSet(form),
    DescribeChangeSet: (form) => {
      const { changes } = this.changeSet(form).changeSet;
      const listed = changes.map((one) => ({ Type: 'Resource', ResourceChange: one }));
      const StatusReason = "The submitted information didn't contain changes.";
      const failed = { Status: 'FAILED', StatusReason };
      const result = changes.length > 0 ? { Status: 'CREATE_COMPLETE' } : failed;
      return { ...result, ...pageOf('Changes', listed, form) };
    },
    DeleteChangeSet: (form) => {
      const { stack, changeSet } = this.changeSet(form);
      stack.changeSets.delete(changeSet.id);
      return {};
    },
    ExecuteChangeSet: (form) => {
      const { stack, changeSet } = this.changeSet(form);
      if (changeSet.isObsolete || stack.isBusy) {
        throw new Refusal(400, 'InvalidChangeSetStatus', `ChangeSet is in OBSOLETE state`);
      }
      for (const one of stack.changeSets.values()) one.isObsolete = true;
      this.begin(stack, this.bring(stack, changeSet));
      return {};
    },
    ContinueUpdateRollback: (form) => {
      const stack = this.need(form);
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED')
        throw invalid(`${stack.name}: not in that state`);
      const wanted = stack.template?.Resources ?? {};
      const extra = [...stack.resources.keys()].filter((id) => !(id in wanted));
      this.begin(stack, this.endRollback(stack, 'UPDATE_', extra));
      return {};
    },
    DeleteStack: (form) => {
      const stack = this.need(form);
      if (stack.status === 'REVIEW_IN_PROGRESS') this.stacks.delete(stack.name);
      else if (stack.isBusy) throw invalid(`${stack.name} is in ${stack.status}`);
      else this.begin(stack, this.remove(stack));
      return {};
    },
  };

  private need(form: URLSearchParams): StoredStack {
    const name = form.get('StackName') ?? '';
    const stack =
      this.stacks.get(name) ??
      [...this.stacks.values()].find(({ id }) => id === name) ??
      this.gone.get(name);
    if (stack) return stack;
    throw invalid(`Stack with id ${name} does not exist`);
  }

  private described({ id, name, status, template, parameters, tags, resources }: StoredStack) {
    const isWhole = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status);
    const outputs = Object.entries(isWhole ? (template?.Outputs ?? {}) : {});
    const valueOf = (value: unknown) => resolve(value, parameters, resources);
    return {
      StackId: id,
      StackName: name,
      StackStatus: status,
      CreationTime: '2026-11-23T10:00:00Z',
      Description: template?.Description,
      Parameters: Object.keys(parameters).map((key) => ({
        ParameterKey: key,
        ParameterValue: '****',
      })),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      Outputs: outputs.map(([key, { Value }]) => ({ OutputKey: key, OutputValue: valueOf(Value) })),
    };
  }

  private createChangeSet(form: URLSearchParams): object {
    const name = form.get('StackName') ?? '';
    const body = form.get('TemplateBody') ?? '';
    if (Buffer.byteLength(body) > 51_200) throw invalid('templateBody: at most 51200');
    const template = JSON.parse(body) as Template;
    if (form.get('Capabilities.member.1') !== 'CAPABILITY_NAMED_IAM') {
      throw new Refusal(400, 'InsufficientCapabilitiesException', 'CAPABILITY_NAMED_IAM');
    }
    const found = this.stacks.get(name);
    const isNew = form.get('ChangeSetType') === 'CREATE';
    const takes = isNew
      ? /^(none|REVIEW_IN_PROGRESS)$/
      : /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/;
    const { status } = found ?? { status: 'none' };
    if (!takes.test(status))
      throw invalid(`Stack [${name}] is in ${status} state and can not be updated.`);
    const stack = found ?? new StoredStack(this.arn(`stack/${name}`), name);
    if (!found) {
      this.stacks.set(name, stack);
      this.enter(stack, 'REVIEW_IN_PROGRESS');
    }
    const parameters = parametersIn(form, template, stack);
    const changeSet: ChangeSet = {
      id: this.arn(`changeSet/${form.get('ChangeSetName')}`),
      template,
      parameters,
      tags: { [String(form.get('Tags.member.1.Key'))]: String(form.get('Tags.member.1.Value')) },
      changes: changesOf(stack, template, parameters),
      isObsolete: false,
    };
    stack.changeSets.set(changeSet.id, changeSet);
    return { Id: changeSet.id, StackId: stack.id };
  }

  private changeSet(form: URLSearchParams) {
    const id = form.get('ChangeSetName') ?? '';
    for (const stack of this.stacks.values()) {
      const changeSet = stack.changeSets.get(id);
      if (changeSet) return { stack, changeSet };
    }
    throw new Refusal(404, 'ChangeSetNotFound', `ChangeSet [${id}] does not exist`);
  }

  /** Begins, and goes on as somebody looks; `begin` alone enters the first state. */
  private begin(stack: StoredStack, work: Iterator<void>): void {
    stack.work = work;
    work.next();
  }

  private advance(stack: StoredStack): void {
    for (let step = 0; step < this.stepsPerLook && stack.work; step += 1) {
      if (stack.work.next().done) stack.work = undefined;
    }
  }

  /** Creates or updates a stack. */
  private *bring(stack: StoredStack, target: ChangeSet) {
    const { template, parameters } = target;
    const isNew = stack.status === 'REVIEW_IN_PROGRESS';
    const before = { template: stack.template, parameters: stack.parameters };
    const resources = new Map(stack.resources);
    this.enter(stack, isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS', 'User Initiated');
    Object.assign(stack, { template, parameters, tags: target.tags });
    yield;
    for (const { Action, LogicalResourceId: id } of target.changes) {
      if (Action === 'Remove') continue;
      const resource = template.Resources[id] as TemplateResource;
      const deed = Action === 'Add' ? 'create' : 'update';
      this.tell(stack, id, resource.Type, `${deed.toUpperCase()}_IN_PROGRESS`);
      const reason = this.failing(deed, resource.Type, id);
      if (reason !== undefined) {
        this.tell(stack, id, resource.Type, `${deed.toUpperCase()}_FAILED`, reason);
        yield;
        if (isNew) yield* this.endRollback(stack, '', [...stack.resources.keys()]);
        else {
          Object.assign(stack, before);
          const added = [...stack.resources.keys()].filter((one) => !resources.has(one));
          for (const [one, kept] of resources) stack.resources.set(one, kept);
          yield* this.endRollback(stack, 'UPDATE_', added);
        }
        return;
      }
      this.put(stack, id, resource);
      this.tell(stack, id, resource.Type, `${deed.toUpperCase()}_COMPLETE`);
      yield;
    }
    if (!isNew) {
      this.enter(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      for (const { Action, LogicalResourceId: id } of target.changes) {
        if (Action === 'Remove') yield* this.delete(stack, id, 'delete');
      }
    }
    this.enter(stack, isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
  }

  private *endRollback(stack: StoredStack, kind: '' | 'UPDATE_', added: readonly string[]) {
    this.enter(stack, `${kind}ROLLBACK_IN_PROGRESS`);
    yield;
    const whole = this.failing('undo', 'AWS::CloudFormation::Stack', stack.name);
    for (const id of added.toReversed()) yield* this.delete(stack, id, 'undo');
    const isClean = whole === undefined && added.every((id) => !stack.resources.has(id));
    this.enter(stack, `${kind}ROLLBACK_${isClean ? 'COMPLETE' : 'FAILED'}`);
  }

  private *remove(stack: StoredStack) {
    this.enter(stack, 'DELETE_IN_PROGRESS');
    yield;
    for (const id of [...stack.resources.keys()].toReversed()) {
      yield* this.delete(stack, id, 'delete');
    }
    if (stack.resources.size > 0) return this.enter(stack, 'DELETE_FAILED');
    this.enter(stack, 'DELETE_COMPLETE');
    this.stacks.delete(stack.name);
    this.gone.set(stack.id, stack);
  }

  private *delete(stack: StoredStack, id: string, deed: Deed) {
    const { type = '', name = '' } = stack.resources.get(id) ?? {};
    const reason = this.failing(deed, type, id);
    if (reason === undefined) {
      stack.resources.delete(id);
      this.functions.delete(name);
    }
    this.tell(stack, id, type, reason === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', reason);
    yield;
  }

  private put(stack: StoredStack, id: string, { Type, Properties }: TemplateResource): void {
    const { parameters, resources } = stack;
    const settings = resolve(Properties, parameters, resources);
    const named = NAMES.map((key) => settings[key]).find((value) => value !== undefined);
    const name = String(named ?? resources.get(id)?.name ?? `id${this.next()}`);
    resources.set(id, { type: Type, name });
    if (Type !== 'AWS::Lambda::Function') return;
    const { Variables: variables } = settings['Environment'] as { readonly Variables: Texts };
    const { sha256 = 'of the placeholder' } = this.functions.get(name) ?? {};
    this.functions.set(name, { variables, sha256, busyLooks: 0 });
  }

  /** The stack enters a state. */
  enter(stack: StoredStack, status: StackStatus, reason?: string): void {
    stack.status = status;
    this.tell(stack, stack.name, 'AWS::CloudFormation::Stack', status, reason, stack.id);
  }

  private tell(
    stack: StoredStack,
    LogicalResourceId: string,
    ResourceType: string,
    ResourceStatus: string,
    ResourceStatusReason?: string,
    PhysicalResourceId = 'a-name-of-its-own',
  ): void {
    stack.events.unshift({
      EventId: `event-${this.next()}`,
      StackId: stack.id,
      StackName: stack.name,
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType,
      ResourceStatus,
      ResourceStatusReason,
      Timestamp: '2026-11-23T10:00:00Z',
    });
  }

  private arn(what: string): string {
    return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:${what}/${this.next()}`;
  }

  private next(): string {
    this.last += 1;
    return String(this.last).padStart(8, '0');
  }
}

const NAMES = ['FunctionName', 'RoleName', 'LogGroupName', 'StageName', 'TableName'];

function invalid(message: string): Refusal {
  return new Refusal(400, 'ValidationError', message);
}

function pageOf(member: string, items: readonly object[], form: URLSearchParams): object {
  const start = Number(form.get('NextToken') ?? 0);
  const end = start + PAGE_SIZE;
  return {
    [member]: items.slice(start, end),
    ...(end < items.length && { NextToken: String(end) }),
  };
}

function parametersIn(
  form: URLSearchParams,
  { Parameters: declared }: Template,
  stack: StoredStack,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (let index = 1; form.has(`Parameters.member.${index}.ParameterKey`); index += 1) {
    const start = `Parameters.member.${index}`;
    const key = String(form.get(`${start}.ParameterKey`));
    const isPrevious = form.get(`${start}.UsePreviousValue`) === 'true';
    const value = isPrevious ? stack.parameters[key] : form.get(`${start}.ParameterValue`);
    if (typeof value !== 'string') throw invalid(`Invalid input for parameter key ${key}`);
    given[key] = value;
  }
  for (const [key, { MinLength, AllowedPattern }] of Object.entries(declared)) {
    const value = given[key] ?? '';
    if (value.length < Number(MinLength) || !new RegExp(`^${AllowedPattern}$`).test(value)) {
      throw invalid(`Parameter ${key} failed to satisfy constraint`);
    }
  }
  return given;
}

/** In the order in which things can be made: what is referred to first. Throws for a circle. */
function changesOf(
  { resources, template: before }: StoredStack,
  template: Template,
  parameters: Texts,
): Change[] {
  const changes: Change[] = [];
  const seen = new Map<string, 'open' | 'done'>();
  // References between resources resolve to the same names in both, so texts can be compared.
  const names = new Map(Object.keys(template.Resources).map((id) => [id, { name: id }]));
  const textOf = (one: TemplateResource | undefined, values: Texts) =>
    one && JSON.stringify([one.Type, resolve(one.Properties, values, names), one.DependsOn]);
  const visit = (id: string): void => {
    if (seen.get(id) === 'done') return;
    if (seen.get(id) === 'open') throw invalid(`Circular dependency between resources: [${id}]`);
    seen.set(id, 'open');
    const resource = template.Resources[id];
    if (!resource) throw invalid(`Unresolved resource dependencies [${id}]`);
    for (const other of referencesIn(resource)) if (!(other in parameters)) visit(other);
    seen.set(id, 'done');
    const old = before?.Resources[id];
    const Action = resources.has(id) ? 'Modify' : 'Add';
    if (Action === 'Modify' && textOf(old, parameters) === textOf(resource, parameters)) return;
    changes.push({
      Action,
      LogicalResourceId: id,
      ResourceType: resource.Type,
      ...(Action === 'Modify' && { Replacement: 'False' as const }),
    });
  };
  Object.keys(template.Resources).forEach(visit);
  for (const [id, { type }] of resources) {
    if (id in template.Resources) continue;
    changes.push({ Action: 'Remove', LogicalResourceId: id, ResourceType: type });
  }
  return changes;
}

/** The names that a value refers to, but for those of AWS. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Ref: name, 'Fn::GetAtt': got, 'Fn::Sub': text, DependsOn: before } = value as Json;
  return [
    ...(typeof name === 'string' ? [name] : []),
    ...(Array.isArray(got) ? [String(got[0])] : []),
    ...(Array.isArray(before) ? before.map(String) : []),
    ...[...String(text ?? '').matchAll(/\$\{([^}.]+)/g)].map(([, inside]) => String(inside)),
    ...Object.values(value).flatMap(referencesIn),
  ].filter((one) => !one.startsWith('AWS::'));
}

type Json = Record<string, unknown>;

const PSEUDO: Texts = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** A value with all references put in. */
function resolve<Value>(
  value: Value,
  parameters: Texts,
  resources: ReadonlyMap<string, { readonly name: string }>,
): Json {
  const find = (text: string): string => {
    const [name = '', attribute] = text.split('.');
    const found = PSEUDO[name] ?? parameters[name] ?? resources.get(name)?.name ?? name;
    if (attribute === 'ApiEndpoint') return `https://${found}.execute-api.${REGION}.amazonaws.com`;
    return attribute === undefined ? found : `${found}.${attribute}`;
  };
  return JSON.parse(JSON.stringify(value), (_, one: unknown) => {
    if (typeof one !== 'object' || one === null) return one;
    const { Ref: name, 'Fn::GetAtt': got, 'Fn::Sub': text } = one as Json;
    if (typeof name === 'string') return find(name);
    if (Array.isArray(got)) return find(got.join('.'));
    if (typeof text === 'string') {
      return text.replaceAll(/\$\{([^}]+)\}/g, (__, inside: string) => find(inside));
    }
    return one;
  }) as Json;
}
