/**
 * The table of commands: `npm run NAME`. Each imports what it runs when it runs, so that no command
 * waits for another's packages. The examples are the help, and README.md shows some of them.
 */
import { command, flag, optional, type Command } from '#terminal/command.ts';
import { helpOf } from '#terminal/run-command.ts';
import { say } from '#text/message.ts';
import {
  FIRST_PORT,
  folder,
  labNumber,
  oneOf,
  path,
  port,
  prefix,
  region,
  required,
  text,
  time,
} from './arguments.ts';

const lab = optional(labNumber);
const firstPort = { read: (given?: string) => (given === undefined ? FIRST_PORT : port(2)(given)) };

/** Whom `invoke`, `login` and `me` ask: this machine, or a deployed stack. */
const target = { port: firstPort, aws: flag, region: optional(region), prefix: optional(prefix) };

/** A stack on AWS. */
const stack = {
  region: required(
    region,
    say`Say the region, for example --region ap-northeast-2, which is Seoul.`,
  ),
  prefix: required(prefix, say`Say the prefix, as npm run deploy printed it: --prefix P`),
};

const deployedLab = required(
  (given) => (given === 'contract' ? given : labNumber(given)),
  say`Say which lab, for example --lab 5.`,
);

export const COMMANDS: readonly Command[] = [
  command({
    name: 'lab',
    examples: {
      'npm run lab': say`All labs, how far each is, and what is next`,
      'npm run lab 1': say`Run lab 1: the demo on your file, then the checks`,
      'npm run lab 1 -- --solution': say`Run the checks on the reference`,
      'npm run lab 1 -- --lang ko': say`In Korean (en: English); otherwise your system's language`,
      'npm run -s lab 1 -- --json': say`The result as one JSON object`,
      'npm run -s lab -- --json': say`All labs and how far each is, as one JSON object`,
    },
    words: { lab },
    options: { watch: { ...flag, short: 'w' }, solution: flag, json: flag },
    async run(context, { watch, lab: number, ...asked }) {
      if (watch) return (await import('./watch.ts')).watchLab(context, { lab: number, ...asked });
      if (number === undefined) return (await import('./list.ts')).listLabs(context, asked);
      return (await import('./lab.ts')).runLab(context, { lab: number, ...asked });
    },
  }),
  command({
    name: 'watch',
    examples: {
      'npm run watch 1': say`The same at every save; keys: h hint, s solution, l list, r run, n next lab, q quit`,
    },
    words: { lab },
    options: { json: flag },
    run: async (context, asked) => (await import('./watch.ts')).watchLab(context, asked),
  }),
  command({
    name: 'hint',
    examples: {
      'npm run hint 1': say`The next hint for the first open step; each step has three`,
    },
    words: { lab },
    run: async (context, asked) => (await import('./hint.ts')).showHint(context, asked),
  }),
  command({
    name: 'solution',
    examples: {
      'npm run solution 1': say`Your file beside the reference, as a diff`,
    },
    words: { lab },
    run: async (context, asked) => (await import('./solution.ts')).showSolution(context, asked),
  }),
  command({
    name: 'review',
    examples: {
      'npm run review 1': say`Twelve changes to lab 1's reference: approve or refuse, and say why`,
    },
    words: { lab },
    run: async (context, asked) => (await import('./review.ts')).reviewLab(context, asked),
  }),
  command({
    name: 'reset',
    examples: {
      'npm run reset 1': say`The starter again; your version is saved first, and its place printed`,
    },
    words: { lab },
    run: async (context, asked) => (await import('./reset.ts')).resetLab(context, asked),
  }),
  command({
    name: 'aws',
    examples: {
      'npm run aws 4': say`Lambda and API Gateway on your machine, for lab 4's functions; Ctrl-C stops it`,
      'npm run aws 4 -- --solution': say`With the reference in place of your files`,
      'npm run aws 4 -- --port 9100': say`On ports 9100 to 9102 in place of 9001 to 9003`,
    },
    words: { lab },
    options: { solution: flag, port: firstPort },
    run: async (context, asked) => (await import('./aws/start.ts')).startLab(context, asked),
  }),
  command({
    name: 'login',
    examples: {
      'npm run login': say`The deck's demo by hand, in a second terminal: log spark in, and get a token`,
      'npm run login -- --email E --password P': say`Log somebody else in`,
      'npm run login -- --aws --region R --prefix P': say`On AWS, after npm run deploy; the same for invoke and me`,
    },
    options: { ...target, email: optional(text), password: optional(text) },
    run: async (context, asked) => (await import('./aws/login.ts')).logIn(context, asked),
  }),
  command({
    name: 'me',
    examples: {
      'npm run me -- <token>': say`Whose token is it? Asks the function, or the API, that checks it`,
      'npm run me -- <token> --path /lounge': say`Knock at another route of the API, such as /vip`,
      'npm run me -- <token> --rest': say`Ask the REST API in place of the HTTP API`,
    },
    words: { token: required(text, say`me needs a token: npm run login prints one.`) },
    options: { ...target, rest: flag, path: optional(path) },
    run: async (context, asked) => (await import('./aws/me.ts')).askWho(context, asked),
  }),
  command({
    name: 'invoke',
    examples: {
      'npm run invoke -- issuer --event login.json': say`Call a function with an event of your own; --log shows what it logged`,
      'npm run invoke -- issuer --event -': say`With an event from standard input`,
    },
    words: { function: required(text, say`invoke needs a function's name: issuer.`) },
    options: { ...target, event: optional(text), log: flag },
    run: async (context, asked) => (await import('./aws/invoke.ts')).invokeFunction(context, asked),
  }),
  command({
    name: 'read',
    examples: {
      'npm run read': say`The whole course as pages, in your browser, with your own progress while you work`,
      'npm run read -- --port 8080': say`On that port`,
      'npm run read -- --no-open': say`Only print the address`,
    },
    options: { port: optional(port()), 'no-open': flag },
    run: async (context, asked) => (await import('./read.ts')).readCourse(context, asked),
  }),
  command({
    name: 'site',
    examples: {
      'npm run site': say`The same pages as files, to be read from a folder, offline`,
      'npm run site -- --out DIR': say`In that folder, in place of .workshop/site`,
    },
    options: { out: optional(folder) },
    run: async (context, asked) => (await import('./site.ts')).buildFolder(context, asked),
  }),
  command({
    name: 'schedule',
    examples: {
      'npm run schedule -- --start 10:00': say`A half-day and a full-day class, slide by slide, with breaks`,
      'npm run schedule -- --start 10:00 --half': say`The half day only; --full: the full day`,
      'npm run schedule -- --start 10:00 --lunch 12:30': say`With lunch near that time; a class that starts later has none`,
      'npm run -s schedule -- --start 10:00 --json': say`The result as one JSON object`,
    },
    words: { time: optional(time('--start')) },
    options: {
      start: optional(time('--start')),
      lunch: optional(time('--lunch')),
      half: flag,
      full: flag,
      json: flag,
    },
    run: async (context, { time: word, start = word, ...asked }) =>
      (await import('./schedule.ts')).printSchedule(context, { start, ...asked }),
  }),
  command({
    name: 'join',
    examples: {
      'npm run join -- ADDRESS CODE --as NAME': say`Send the class which checks pass and fail, after every run; shows first what is sent, and asks`,
      'npm run join -- --off': say`Send nothing any more`,
    },
    words: { address: optional(text), code: optional(text) },
    options: { as: optional(text), yes: flag, off: flag },
    run: async (context, asked) => (await import('./class/join.ts')).joinClass(context, asked),
  }),
  command({
    name: 'class',
    examples: {
      'npm run class': say`A class at a glance: how many are through each step, and what holds the others`,
      'npm run class -- --listen ADDRESS': say`Let the room's network send results to that address of this machine`,
      'npm run class -- --new': say`Begin another class, with another code`,
      'npm run class -- FOLDER': say`The same from a folder of answers, without a network: clones, and what --json printed`,
      'npm run class -- FOLDER --run': say`Run the clones' code, without this machine's credentials; only what you have looked at`,
      'npm run -s class -- FOLDER --json': say`The result as one JSON object`,
    },
    words: { folder: optional(text) },
    options: {
      listen: optional(text),
      port: optional(port()),
      new: flag,
      'no-open': flag,
      run: flag,
      json: flag,
    },
    async run(context, { folder: from, run, json, ...asked }) {
      if (from === undefined) return (await import('./class/open.ts')).openClass(context, asked);
      return (await import('./class/folder.ts')).readClassFolder(context, {
        folder: from,
        run,
        json,
      });
    },
  }),
  command({
    name: 'ready',
    examples: {
      'npm run ready': say`Is this machine ready for a class? Says so within 20 seconds`,
    },
    run: async (context) => (await import('./ready.ts')).checkReady(context),
  }),
  command({
    name: 'deploy',
    examples: {
      'npm run deploy -- --lab 5 --region R': say`Lab 5's functions and APIs on AWS; --dry-run says what that would make`,
      'npm run deploy -- --lab 5 --region R --solution': say`With the reference in place of your files`,
      'npm run deploy -- --lab 5 --region R --prefix P': say`What every name begins with, in place of lab and user`,
      'npm run deploy -- --lab contract --region R': say`Put up what npm run probe asks: for whoever wants to know what AWS really does`,
    },
    options: {
      ...stack,
      prefix: optional(prefix),
      lab: deployedLab,
      solution: flag,
      'dry-run': flag,
    },
    run: async (context, asked) => (await import('./cloud/deploy.ts')).deployLab(context, asked),
  }),
  command({
    name: 'destroy',
    examples: {
      'npm run destroy -- --region R --prefix P': say`Removes all of it again`,
      'npm run destroy -- --region R --prefix P --dry-run': say`Say what that would remove`,
    },
    options: { ...stack, 'dry-run': flag },
    run: async (context, asked) =>
      (await import('./cloud/destroy.ts')).destroyStack(context, asked),
  }),
  command({
    name: 'template',
    examples: {
      'npm run template -- --lab 5 --out FILE': say`The same as a CloudFormation template, with the code beside it`,
    },
    options: {
      lab: deployedLab,
      prefix: optional(prefix),
      solution: flag,
      out: optional(text),
    },
    run: async (context, asked) =>
      (await import('./cloud/template.ts')).writeTemplate(context, asked),
  }),
  command({
    name: 'probe',
    examples: {
      'npm run probe -- --region R --prefix P': say`Compare AWS, there, with what the course says of it`,
    },
    options: stack,
    run: async (context, asked) => (await import('./cloud/probe.ts')).probeStack(context, asked),
  }),
  command({
    name: 'solutions',
    examples: {
      'npm run solutions': say`The instructor's check of all labs`,
      'npm run solutions 1': say`Of lab 1 only`,
      'npm run -s solutions -- --json': say`The result as one JSON object`,
      'npm run solutions -- --update starters': say`Keep the files in labs/ as the starters: solutions/*/starter.patch`,
      'npm run solutions -- --update translations': say`Stamp each *.ko.md with the English text that it translates, once you have read both`,
    },
    words: { lab },
    options: { update: optional(oneOf('--update', 'starters', 'translations')), json: flag },
    run: async (context, asked) => (await import('./solutions.ts')).checkSolutions(context, asked),
  }),
  command({
    name: 'new-lab',
    examples: {
      'npm run new-lab 9': say`Makes lab 9 out of the skeleton, to be rewritten step by step`,
    },
    words: { lab: required(labNumber, say`Say which number the new lab has.`) },
    run: async (context, asked) => (await import('./new-lab.ts')).makeLab(context, asked),
  }),
  command({
    name: 'draw',
    examples: {
      'npm run draw': say`Draw what has changed in slide notes and lessons`,
      'npm run draw -- --all': say`Draw everything anew`,
    },
    options: { all: flag },
    run: async (context, asked) => (await import('./draw.ts')).draw(context, asked),
  }),
  command({
    name: 'bench',
    examples: {
      'npm run bench': say`Measure the labs' references and the runner`,
    },
    run: async () => (await import('#bench/index.ts')).benchCourse(),
  }),
  command({
    name: 'bench:aws',
    examples: {
      'npm run bench:aws': say`Measure Lambda and API Gateway on this machine`,
    },
    run: async () => (await import('#bench/aws.ts')).benchAws(),
  }),
  command({
    name: 'help',
    examples: {
      'npm run help': say`Every command`,
    },
    async run({ page, print }) {
      await print(helpOf(COMMANDS, page));
      return 0;
    },
  }),
];
