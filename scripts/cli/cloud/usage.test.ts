import { expect, test } from 'vitest';
import { UsageError } from '#terminal/arguments.ts';
import { readRequest } from './usage.ts';

const REGION = 'ap-northeast-2';

test('a deployment names its lab and its region', () => {
  expect(readRequest(['deploy', '--lab', '5', '--region', REGION])).toEqual({
    command: 'deploy',
    lab: 5,
    region: REGION,
    prefix: undefined,
    solution: false,
    dryRun: false,
    out: undefined,
    help: false,
    language: undefined,
  });
});

test('flags that npm took for its own are read from its environment', () => {
  const request = readRequest(['deploy', '--lab', '5', '--region', REGION], {
    npm_config_dry_run: 'true',
    npm_config_solution: 'true',
  });
  expect(request).toMatchObject({ dryRun: true, solution: true });
});

test('help needs nothing else', () => {
  expect(readRequest(['destroy', '--help'])).toMatchObject({ command: 'destroy', help: true });
});

test.each<[string, readonly string[]]>([
  ['There is no command {0}', []],
  ['There is no command {0}', ['dance']],
  ['{0} needs --region', ['deploy', '--lab', '5']],
  ['{0} needs --lab', ['deploy', '--region', REGION]],
  ['A lab is named by its number', ['deploy', '--lab', 'five', '--region', REGION]],
  ['"{0}": write it after two dashes', ['deploy', '5', REGION]],
  ['--region takes the name of a region', ['deploy', '--lab', '5', '--region', 'Seoul']],
  ['--region takes the name of a region', ['deploy', '--lab', '5', '--region', 'a.evil/x-1']],
  ['--prefix takes', ['deploy', '--lab', '5', '--region', REGION, '--prefix', 'Class']],
  ['--prefix takes', ['destroy', '--region', REGION, '--prefix', `a${'b'.repeat(40)}`]],
  ['--prefix takes', ['destroy', '--region', REGION, '--prefix', 'a--b']],
  ['{0} needs --prefix', ['destroy', '--region', REGION]],
  ['{0} needs --region', ['destroy', '--prefix', 'class']],
  ['{0} needs --prefix', ['probe', '--region', REGION]],
  ['{0} needs --lab', ['template']],
])('%s: %j', (start, args) => {
  expect(() => readRequest(args)).toThrow(UsageError);
  expect(() => readRequest(args)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(start.replace(' {0}', ' ')) }),
  );
});
