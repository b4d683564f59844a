/**
 * The playground's script. The token is the one truth: the editors show what it says, and write a new
 * one. Nothing is kept and nothing is sent: no storage, no request, no token in the address.
 */
import { say, type Message } from '#text/message.ts';
import { writeBase64url } from '../../tokens/base64url.ts';
import {
  EXAMPLE_SECRET,
  EXPERIMENTS,
  type Draft,
  type Experiment,
} from '../../tokens/experiments.ts';
import { inspect, type Inspection, type Verifier } from '../../tokens/inspect.ts';
import { asObject, readJson, type JsonResult } from '../../tokens/json.ts';
import { algorithmsOf, PUBLIC_ALGORITHMS, readPublicKeys } from '../../tokens/public-key.ts';
import { noObject, readPart } from '../../tokens/read-part.ts';
import { readSecret, type SecretForm } from '../../tokens/secret.ts';
import {
  askPublicKeys,
  askSecret,
  canSign,
  hmacKey,
  makeKeyPair,
  sign,
  type CryptoKey,
  type KeyAnswer,
} from '../../tokens/signature.ts';
import { unwrap } from '../../tokens/unwrap.ts';
import { copyText } from '../copy.ts';
import { announce } from '../status.ts';
import { text } from '../text.ts';
import {
  clearVerdict,
  drawColours,
  drawTimes,
  drawVerdict,
  localDate,
  verdictText,
} from './draw.ts';
import { box, Choice, field, fit, numberIn, setProblem, setText } from './fields.ts';

const PARTS = ['header', 'payload'] as const;
type Part = (typeof PARTS)[number];

const NO_NUMBER = say`This is not a number of seconds.`;
const NO_CRYPTO = say`Your browser gives this page no cryptography (crypto.subtle), because it came neither over https nor from this machine. Tokens can be read here, but not signed or checked.`;

const page = field('playground', HTMLFormElement);
const token = field('token', HTMLTextAreaElement);
const editors = {
  header: field('header', HTMLTextAreaElement),
  payload: field('payload', HTMLTextAreaElement),
};
const secret = field('secret', HTMLInputElement);
const publicKey = field('public-key', HTMLTextAreaElement);
const pairAlgorithm = field('pair-algorithm', HTMLSelectElement);
const keyForm = new Choice<SecretForm | 'public'>('key-form');
const clock = new Choice<'runs' | 'stands'>('clock');
const now = field('now', HTMLInputElement);
const tolerance = field('tolerance', HTMLInputElement);
const issuer = field('issuer', HTMLInputElement);
const audience = field('audience', HTMLInputElement);
const signsEdits = field('sign-always', HTMLInputElement);

/** The reader's own key pair, for as long as its public key stands in the field. */
let pair: { readonly alg: string; readonly key: CryptoKey; readonly text: string } | undefined;

/** Counts changes of the token and checks of it, so that a slow answer does not overtake a newer one. */
let changes = 0;
let checks = 0;
let announced = '';
let announcing: ReturnType<typeof setTimeout> | undefined;

// A browser may fill a form in again; here every visit begins anew.
page.reset();
page.addEventListener('submit', (event) => event.preventDefault());
page.addEventListener('input', () => setProblem('sign-problem', undefined));
secret.value = EXAMPLE_SECRET;
now.value = String(Math.floor(Date.now() / 1000));

token.addEventListener('input', () => {
  changes++;
  void show(token.value);
});
for (const part of PARTS) editors[part].addEventListener('input', () => void takeEdit(part));
for (const input of [
  secret,
  publicKey,
  tolerance,
  issuer,
  audience,
  ...keyForm.buttons,
  ...clock.buttons,
]) {
  input.addEventListener('input', () => void refresh());
}
now.addEventListener('input', () => {
  clock.value = 'stands';
  void refresh();
});
field('sign', HTMLButtonElement).addEventListener('click', () => void signNow());
field('make-pair', HTMLButtonElement).addEventListener('click', () => void usePair());
const copy = field('copy-token', HTMLButtonElement);
copy.addEventListener('click', () => void copyText(token.value, copy));
field('clear-token', HTMLButtonElement).addEventListener('click', () => {
  changes++;
  void show('');
  token.focus();
});
field('mend', HTMLButtonElement).addEventListener('click', () => {
  void show(unwrap(token.value)?.token ?? token.value);
  token.focus();
});
field('before-exp', HTMLButtonElement).addEventListener('click', () => stopClock(-1));
field('at-exp', HTMLButtonElement).addEventListener('click', () => stopClock(0));
for (const button of page.querySelectorAll<HTMLElement>('[data-show-problem]')) {
  button.addEventListener('click', () => showProblem(button.dataset['showProblem'] as Part));
}
for (const button of page.querySelectorAll<HTMLElement>('[data-experiment]')) {
  button.addEventListener('click', () => {
    const chosen = EXPERIMENTS.find(({ id }) => id === button.dataset['experiment']);
    if (chosen) void begin(chosen).then(() => announceVerdict(explanationOf(chosen)));
  });
}
const [first] = EXPERIMENTS;
if (first) void begin(first);
setInterval(() => {
  // Nobody waits for the second at which a megabyte expires.
  if (clock.value === 'runs' && token.value.length < 50_000) void refresh();
}, 1000);

/** Puts an experiment in. What the reader has set stays, but for what the experiment is about. */
async function begin(experiment: Experiment): Promise<void> {
  for (const button of page.querySelectorAll<HTMLElement>('[data-experiment]')) {
    button.setAttribute('aria-pressed', String(button.dataset['experiment'] === experiment.id));
  }
  for (const shown of page.querySelectorAll<HTMLElement>('[data-explains]')) {
    shown.hidden = shown.dataset['explains'] !== experiment.id;
  }
  secret.value = EXAMPLE_SECRET;
  keyForm.value = 'utf8';
  clock.value = 'runs';
  [tolerance.value, issuer.value, audience.value] = ['0', '', ''];
  for (const place of ['sign-problem', 'exp-problem']) setProblem(place, undefined);
  signsEdits.checked = experiment.signsEdits;
  const mine = ++changes;
  const draft = experiment.token(Math.floor(Date.now() / 1000));
  if (draft.pair !== undefined && canSign()) await makePair(draft.pair);
  const made = await tokenOf(draft);
  if (mine !== changes) return;
  await show(made);
}

/** A new key pair, its public half in the field. */
async function makePair(alg: string): Promise<void> {
  const { privateKey, jwk } = await makeKeyPair(alg);
  publicKey.value = JSON.stringify(jwk, null, 2);
  fit(publicKey);
  pairAlgorithm.value = alg;
  keyForm.value = 'public';
  pair = { alg, key: privateKey, text: publicKey.value };
}

/** Makes a key pair, and signs with it the payload that is there. */
async function usePair(): Promise<void> {
  const mine = ++changes;
  const alg = pairAlgorithm.value;
  try {
    await makePair(alg);
  } catch {
    return complain('sign-problem', say`Your browser makes no key pair for ${alg}.`);
  }
  if (mine !== changes) return;
  const input = `${segment(JSON.stringify({ alg, typ: 'JWT' }))}.${segmentOf('payload')}`;
  await show(`${input}.${(await signatureOf(input)) ?? ''}`);
}

function explanationOf({ id }: Experiment): string {
  return page.querySelector(`[data-explains="${id}"]`)?.textContent ?? '';
}

async function tokenOf(draft: Draft): Promise<string> {
  const { header, payload, around = '…', signed = payload } = draft;
  const input = `${segment(JSON.stringify(header))}.${segment(JSON.stringify(payload))}`;
  const signedInput = `${segment(JSON.stringify(header))}.${segment(JSON.stringify(signed))}`;
  const signature = signed === '' ? '' : await signatureOf(signedInput);
  return around.replace('…', `${input}.${signature ?? ''}`);
}

/** Puts a token in, with its parts in the editors. What was pasted along is no fault of theirs. */
function show(pasted: string): Promise<void> {
  if (token.value !== pasted) token.value = pasted;
  return refresh(() => {
    const parts = (unwrap(pasted)?.token ?? pasted).split('.');
    for (const [index, part] of PARTS.entries()) {
      setEditor(part, readPart(parts[index] ?? '').text);
    }
  });
}

function setEditor(part: Part, value: string): void {
  if (editors[part].value !== value) editors[part].value = value;
  fit(editors[part]);
}

/** Writes a new token out of an editor, if it holds JSON. */
async function takeEdit(part: Part): Promise<void> {
  fit(editors[part]);
  const read = readJson(editors[part].value);
  if (!read.fault) {
    const mine = ++changes;
    const [header, payload] = PARTS.map((one) =>
      one === part ? segment(read.compact) : segmentOf(one),
    );
    const input = `${header}.${payload}`;
    const isOurs = readPart(header ?? '').object?.['alg'] === signer()?.alg;
    const signature = signsEdits.checked && isOurs ? await signatureOf(input) : undefined;
    if (mine !== changes) return;
    token.value = `${input}.${signature ?? token.value.split('.')[2] ?? ''}`;
  }
  await refresh();
}

/** A part as it travels; anew from its editor where it could not be read. */
function segmentOf(part: Part): string {
  const own = token.value.split('.')[PARTS.indexOf(part)] ?? '';
  if (!readPart(own).why) return own;
  const read = readJson(editors[part].value);
  return read.fault ? own : segment(read.compact);
}

async function signNow(): Promise<void> {
  const input = PARTS.map((part) => segmentOf(part)).join('.');
  const { alg } = readPart(input.split('.')[0] ?? '').object ?? {};
  const own = signer();
  if (!own) {
    return complain(
      'sign-problem',
      keyForm.value === 'public'
        ? say`A public key signs nothing. Make a key pair of your own, and the page has its private half.`
        : say`There is no secret that HS256 could use.`,
    );
  }
  if (alg !== own.alg) {
    return complain(
      'sign-problem',
      say`The header's alg is not "${own.alg}". Write it there first: what a header says and how its token is signed should agree.`,
    );
  }
  await show(`${input}.${(await signatureOf(input)) ?? ''}`);
}

function complain(place: string, message: Message): void {
  setProblem(place, message);
  announce(text(message));
}

async function signatureOf(input: string): Promise<string | undefined> {
  const own = signer();
  return own && writeBase64url(await sign(input, own.alg, await own.key()));
}

/** Who can sign here: the holder of the secret, or of the key pair that was made. */
function signer(): { readonly alg: string; key(): Promise<CryptoKey> } | undefined {
  if (keyForm.value === 'public') {
    const own = pair?.text === publicKey.value ? pair : undefined;
    return own && { alg: own.alg, key: () => Promise.resolve(own.key) };
  }
  const { bytes, problem } = readSecret(secret.value, keyForm.value);
  return canSign() && bytes && !problem ? { alg: 'HS256', key: () => hmacKey(bytes) } : undefined;
}

/** What the verifier's key says of the token; undefined where there is no key. */
async function askKey(): Promise<KeyAnswer | undefined> {
  if (!canSign()) return undefined;
  if (keyForm.value === 'public') {
    const { keys } = readPublicKeys(publicKey.value);
    return keys.length > 0
      ? await askPublicKeys(token.value, keys)
      : { algorithms: PUBLIC_ALGORITHMS };
  }
  const { bytes, problem } = readSecret(secret.value, keyForm.value);
  return bytes && !problem ? await askSecret(token.value, bytes) : undefined;
}

/** Stops the clock so many seconds from exp. */
function stopClock(distance: number): void {
  const { exp } = readPart(token.value.split('.')[1] ?? '').object ?? {};
  if (typeof exp !== 'number' || !Number.isFinite(exp)) {
    return complain('exp-problem', say`The token has no exp to go by.`);
  }
  setProblem('exp-problem', undefined);
  now.value = String(exp + distance);
  clock.value = 'stands';
  void refresh();
}

function showProblem(part: Part): void {
  const read = readJson(editors[part].value);
  if (!read.fault) return;
  const { offset } = read.fault;
  editors[part].focus();
  editors[part].setSelectionRange(offset, offset + 1);
}

function verifierNow(): Omit<Verifier, 'key'> {
  const runs = clock.value === 'runs';
  const seconds = Date.now() / 1000;
  if (runs) now.value = String(Math.floor(seconds));
  const chosen = numberIn(now);
  const tolerated = numberIn(tolerance);
  setProblem('now-problem', chosen === undefined ? NO_NUMBER : undefined, now);
  setProblem('tolerance-problem', tolerated === undefined ? NO_NUMBER : undefined, tolerance);
  return {
    now: runs ? seconds : (chosen ?? seconds),
    clockToleranceSeconds: tolerated ?? 0,
    issuer: issuer.value === '' ? undefined : issuer.value,
    audience: audience.value === '' ? undefined : audience.value,
  };
}

/** Checks the token anew, and shows what comes of it: "not checked" where anything goes wrong. */
async function refresh(prepare?: () => void): Promise<void> {
  const mine = ++checks;
  try {
    prepare?.();
    const verifier = verifierNow();
    const key = await askKey();
    if (mine !== checks) return;
    const found = inspect(token.value, { ...verifier, key });
    drawColours(found.parts);
    drawTimes(found.payload.object ?? {}, verifier.now);
    drawFields(found, verifier.now);
    drawVerdict(found);
  } catch (error) {
    if (mine === checks) clearVerdict();
    console.error(error);
  }
  announceVerdict();
}

function drawFields(found: Inspection, at: number): void {
  for (const part of PARTS) drawEditor(part);
  token.setAttribute('aria-invalid', String(found.fault?.code === 'malformed'));
  const line = page.querySelector<HTMLElement>('.mend');
  if (line) line.hidden = !found.unwrapped;
  drawKey();
  setText(box('now-date'), localDate(at));
  const bytes = found.signatureBytes;
  setText(box('signature-size'), bytes === undefined ? '' : text(say`${bytes} bytes`));
}

function drawEditor(part: Part): void {
  const read = readJson(editors[part].value);
  const isEmpty = token.value === '' && editors[part].value === '';
  setProblem(`${part}-problem`, isEmpty ? undefined : editorProblem(read), editors[part]);
  const row = page.querySelector<HTMLElement>(`[data-show-problem="${part}"]`)?.parentElement;
  if (row) row.hidden = !read.fault || isEmpty;
}

function editorProblem(read: JsonResult): Message | undefined {
  if (read.fault) {
    const { line, column, what } = read.fault;
    return say`Line ${line}, column ${column}: ${what}.`;
  }
  return asObject(read.value) ? undefined : noObject(read.value);
}

function drawKey(): void {
  const isPublic = keyForm.value === 'public';
  box('secret-form').hidden = isPublic;
  box('public-form').hidden = !isPublic;
  if (isPublic) drawPublicKey();
  else drawSecret(keyForm.value as SecretForm);
  const button = field('sign', HTMLButtonElement);
  setText(button, text(isPublic ? say`Sign with your key pair` : say`Sign with HS256`));
  button.disabled = !canSign();
}

function drawSecret(form: SecretForm): void {
  const { bytes, problem, hint } = readSecret(secret.value, form);
  const size = bytes && say`${bytes.length} bytes, ${bytes.length * 8} bits`;
  setText(box('secret-size'), size ? text(size) : '');
  setText(box('secret-hint'), hint ? text(hint) : '');
  setProblem('secret-problem', canSign() ? problem : NO_CRYPTO, secret);
}

function drawPublicKey(): void {
  const { keys, problem } = readPublicKeys(publicKey.value);
  const algorithms = algorithmsOf(keys).join(', ');
  const size =
    keys.length === 1
      ? say`One key, for ${algorithms}`
      : say`${keys.length} keys, for ${algorithms}`;
  setText(box('public-key-size'), keys.length === 0 ? '' : text(size));
  setProblem('public-key-problem', canSign() ? problem : NO_CRYPTO, publicKey);
}

/** Says a new verdict once the typing pauses; the first one is there to be read. */
function announceVerdict(introduction = ''): void {
  const verdict = verdictText();
  if (verdict === announced && introduction === '') return;
  const isFirst = announced === '';
  announced = verdict;
  if (isFirst) return;
  clearTimeout(announcing);
  announcing = setTimeout(() => announce(`${introduction} ${verdict}`.trim()), 700);
}

function segment(json: string): string {
  return writeBase64url(new TextEncoder().encode(json));
}
