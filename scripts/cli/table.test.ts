/** The table of commands: what each reads and refuses, and that package.json and the pages agree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { filesBelow } from '#course/files.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { readCommand } from '#terminal/read-command.ts';
import { UsageError } from '#terminal/errors.ts';
import type { Environment } from '#terminal/command.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import { bilingual, english } from '#text/message.ts';
import { labsWithFunctions } from './choose-lab.ts';
import { COMMANDS } from './commands.ts';

const STACK = ['--region', 'ap-northeast-2', '--prefix', 'jwt-workshop-spark'];

function numbersOf(labs: readonly Lab[]): string {
  return labs.map(({ number }) => number).join(', ');
}

const NO_LAB = `There is no lab 99. There are: ${numbersOf(findLabs(REPOSITORY))}.`;
const NO_FUNCTIONS = `Only these labs have functions to run or to deploy: ${numbersOf(labsWithFunctions(REPOSITORY))}.`;
const NOT_FOR_AWS =
  'Nothing of lab 7 runs on Lambda or is deployed: its verifiers are flawed on purpose';

function commandOf(name: string) {
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) throw new Error(`There is no ${name}.`);
  return command;
}

function read([name = '', ...args]: readonly string[], environment: Environment = {}) {
  return readCommand(commandOf(name), args, environment);
}

describe('arguments', () => {
  test.each<[readonly string[], object]>([
    [['lab'], { lab: undefined, watch: false, solution: false, json: false }],
    [['lab', '0', '-w'], { lab: 0, watch: true }],
    [['lab', '1', '--solution', '--json'], { lab: 1, solution: true, json: true }],
    [['aws'], { lab: undefined, port: 9001 }],
    [['login', '--port', '65533'], { port: 65_533, email: undefined, aws: false }],
    [['me', 'eyJ', '--aws', ...STACK], { token: 'eyJ', aws: true, region: 'ap-northeast-2' }],
    [['read', '--port', '8080', '--no-open'], { port: 8080, 'no-open': true }],
    [['site', '--out', 'a b'], { out: 'a b' }],
    [['schedule', '--start', '9:30', '--full'], { start: 570, half: false, full: true }],
    [['schedule', '23:59'], { time: 23 * 60 + 59, start: undefined }],
    [['deploy', '--lab', 'contract', ...STACK], { lab: 'contract', 'dry-run': false }],
    [['deploy', '--lab', '5', '--region', 'eu-west-1'], { lab: 5, prefix: undefined }],
    [['solutions', '2', '--update', 'starters'], { lab: 2, update: 'starters' }],
  ])('%j', (args, asked) => {
    expect(read(args).asked).toMatchObject(asked);
  });

  test('a language is asked for with --lang, or by a word alone, which is what npm leaves of it', () => {
    expect(read(['lab', '1', '--lang', 'ko']).language).toBe('ko');
    expect(read(['lab', 'ko', '1'])).toMatchObject({ language: 'ko', asked: { lab: 1 } });
    expect(read(['lab']).language).toBeUndefined();
  });

  test('what npm took for its own is read from its environment', () => {
    const environment = {
      npm_config_dry_run: 'true',
      npm_config_start: '10:00',
      npm_config_json: 'true',
      npm_config_open: '',
      npm_config_prefix: '/usr',
    };
    expect(
      read(['deploy', '--lab', '5', '--region', 'eu-west-1'], environment).asked,
    ).toMatchObject({ 'dry-run': true, prefix: undefined });
    expect(read(['schedule'], environment).asked).toMatchObject({ start: 600, json: true });
    expect(read(['read'], environment).asked).toMatchObject({ 'no-open': true });
    // The value of an option is a word then.
    const lost = { npm_config_start: 'true' };
    expect(read(['schedule', '10:00'], lost).asked).toMatchObject({ start: undefined, time: 600 });
  });

  test('a value that npm lost is told as such', () => {
    const lost = { npm_config_lab: 'true', npm_config_region: 'true' };
    expect(() => read(['deploy', '5', 'eu-west-1'], lost)).toThrow('npm kept --region, --lab');
  });

  test('the -- that pnpm, yarn and bun hand on is skipped', () => {
    expect(read(['lab', '1', '--', '--solution']).asked).toMatchObject({ lab: 1, solution: true });
  });

  test('help needs nothing else', () => {
    for (const { name } of COMMANDS) expect(read([name, '--help']).asked).toBeUndefined();
  });
});

describe('wrong usage ends with 2: a line of help, and the reason last', () => {
  test.each<[readonly string[], string]>([
    [[], 'There is no command "".'],
    [['dance', '1'], 'There is no command "dance".'],
    [['lab', 'one'], 'A lab is named by its number, not by "one".'],
    [['lab', '1', '2'], 'That is more than lab takes.'],
    [['lab', '1', '--lang', 'fr'], '--lang takes en or ko, not "fr".'],
    [['lab', '1', '--lang'], 'The option --lang is not used like that.'],
    [['lab', '1', '--json=yes'], 'The option --json is not used like that.'],
    [['lab', '1', '--fast'], 'There is no option --fast.'],
    [['hint'], 'Say which lab, by its number: 0,'],
    [['lab', '--watch'], 'Say which lab, by its number: 0,'],
    [['aws', '--port', '0'], '--port takes a number from 1 to 65533, not "0".'],
    [['read', '--port', '8e3'], '--port takes a number from 1 to 65535, not "8e3".'],
    [['me'], 'me needs a token'],
    [['me', 'one', 'two'], 'That is more than me takes.'],
    [['invoke'], "invoke needs a function's name"],
    [['login', '--email', 'spark@rubywave.io'], '--email needs --password beside it.'],
    [['login', '--aws'], '--aws needs --region and --prefix'],
    [['invoke', 'issuer', '--event', '{email:x}'], '--event is neither JSON nor a file'],
    [['site', '--out', ''], '--out takes the name of a folder.'],
    [['schedule'], 'Say when the class begins'],
    ...['24:00', '10:60', '10', '1000', '10:0', '10:00am', '열시'].map(
      (time): [string[], string] => [
        ['schedule', `--start=${time}`],
        '--start takes a time from 00:00',
      ],
    ),
    [['deploy', '--region', 'eu-west-1'], 'Say which lab'],
    [['deploy', '--lab', '5'], 'Say the region'],
    [['deploy', '--lab', '5', '--region', 'Seoul'], '--region takes the name of a region'],
    [['deploy', '--lab', '5', '--region', 'a.evil/x-1'], '--region takes the name of a region'],
    [['destroy', '--region', 'eu-west-1'], 'Say the prefix'],
    [['destroy', '--region', 'eu-west-1', '--prefix', 'a--b'], '--prefix takes'],
    [['destroy', '--region', 'eu-west-1', '--prefix', `a${'b'.repeat(40)}`], '--prefix takes'],
    [['solutions', '--update', 'all'], '--update takes one of these: starters, translations;'],
    [['draw', 'slide-1'], 'That is more than draw takes.'],
    ...[
      ...['lab', 'watch', 'hint', 'solution', 'reset', 'solutions'].map((name) => [name, '99']),
      ['solutions', '99', '--update', 'starters'],
      ['solutions', '99', '--update', 'translations'],
    ].map((args): [string[], string] => [args, NO_LAB]),
    ...[
      ['aws', '1'],
      ['deploy', '--lab', '1', ...STACK],
      ['template', '--lab', '1'],
    ].map((args): [string[], string] => [args, NO_FUNCTIONS]),
    ...[
      ['aws', '7'],
      ['aws', '7', '--solution'],
      ['deploy', '--lab', '7', ...STACK],
      ['template', '--lab', '7'],
      ['invoke', '7'],
    ].map((args): [string[], string] => [args, NOT_FOR_AWS]),
  ])('%j', async (args, reason) => {
    const { code, stdout, stderr } = await runHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [help, ...told] = stderr.trimEnd().split('\n');
    expect(help).toMatch(/^Help: npm run ([\w:]+ -- --help|help)$/);
    expect(told.join(' ').replaceAll(/ +/g, ' ')).toContain(reason);
  });

  test('in the language that is asked for, and else in that of the environment', async () => {
    expect((await runHere(['lab', 'one', '--lang', 'ko'])).stderr).toContain('도움말:');
    const korean = { LANG: 'ko_KR.UTF-8' };
    expect((await runHere(['lab', 'one'], { environment: korean })).stderr).toContain('도움말:');
  });
});

describe('help', () => {
  test.each(['en', 'ko'] as const)('of one command, in %s', async (language) => {
    const { code, stdout } = await runHere(['lab', '--help', '--lang', language]);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`./__golden__/commands/help.${language}.txt`);
  });

  test('of all of them: a line for each', async () => {
    const { stdout } = await runHere(['help']);
    for (const { name } of COMMANDS) {
      expect(stdout).toMatch(new RegExp(`^npm run (-s )?${name}(\\s|$)`, 'm'));
    }
  });

  test('shows only what is read without an error', () => {
    for (const { examples } of COMMANDS) {
      for (const line of Object.keys(examples)) expect(() => readLine(line)).not.toThrow();
    }
  });
});

/** `npm run -s lab 1 -- --json`, its placeholders filled in, as the table reads it. */
function readLine(line: string) {
  const words = line
    .replace(/^npm run (-s |--silent )?/, '')
    .replace('--region R', '--region ap-northeast-2')
    .replace('--prefix P', '--prefix jwt-workshop-spark')
    .split(/\s+/);
  // `lab:1` of package.json.
  const [name = '', ...args] = words;
  return read([...name.split(/(?<=^lab):/), ...args]);
}

/** Why the table does not read the line; undefined where it does. */
function refusalOf(line: string): string | undefined {
  try {
    readLine(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return `${line}: ${error.message}`;
  }
}

const { scripts: SCRIPTS } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe('package.json', () => {
  test('has a script for every command of the table, by its name', () => {
    for (const { name } of COMMANDS) expect(SCRIPTS[name]).toBe(`node scripts/start.cjs ${name}`);
  });

  test('starts nothing that the table does not read', () => {
    const started = Object.values(SCRIPTS).filter((script) => script.includes('start.cjs'));
    // What a learner adds, such as a token, is not there yet.
    const given = started.map((script) => script.split(' ').slice(2));
    const names = new Set(COMMANDS.map(({ name }) => name));
    expect(given.map(([name = '']) => name).filter((name) => !names.has(name))).toEqual([]);
    for (const words of given.filter(({ length }) => length > 1)) {
      expect(() => read(words)).not.toThrow();
    }
  });
});

describe('the pages', () => {
  const pages = filesBelow(REPOSITORY, '.md').filter(
    (page) => !/^(?:node_modules|\.workshop)\//.test(page),
  );
  const commands = new Set(COMMANDS.map(({ name }) => name));
  const scripts = new Set(Object.keys(SCRIPTS));

  test.each(pages)('%s names no command that the table does not read', (page) => {
    const text = readFileSync(join(REPOSITORY, page), 'utf8');
    const named = [
      ...text
        .replaceAll(/\$\(.*?\)/g, 'TOKEN')
        .matchAll(/(?:^\$? ?|`|&& )(npm run (?:-s )?([\w:-]+)[^`\n&|#]*)/gm),
    ];
    // A new lab is yet to be made.
    const unknown = named.filter(([, , name = '']) => !scripts.has(name) && name !== 'lab:9');
    expect(unknown.map(([, line]) => line)).toEqual([]);
    // Without arguments it is a command by name.
    const lines = named.filter(([, line = '', name = '']) => {
      return commands.has(name) && !line.trim().endsWith(name);
    });
    expect(lines.flatMap(([, line = '']) => refusalOf(line.trim()) ?? [])).toEqual([]);
  });

  test.each([
    ['README.md', 'en'],
    ['README.ko.md', 'ko'],
  ] as const)("%s's table shows every command, in the table's words", (page, language) => {
    const text = readFileSync(join(REPOSITORY, page), 'utf8');
    const rows = [...text.matchAll(/^\| `(npm run [^`]*)` +\| (.*?) *\|$/gm)].map(
      ([, line = '', meaning = '']) => `${line}: ${meaning.replaceAll('`', '')}`,
    );
    const known = COMMANDS.flatMap(({ name, examples }) =>
      Object.entries(examples).map(([line, meaning]) => ({
        name,
        row: `${line}: ${language === 'en' ? english(meaning) : bilingual(meaning, toolsCatalog).ko}`,
      })),
    );
    expect(rows.filter((row) => !known.some((one) => one.row === row))).toEqual([]);
    const shown = new Set(known.filter(({ row }) => rows.includes(row)).map(({ name }) => name));
    expect(COMMANDS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});
