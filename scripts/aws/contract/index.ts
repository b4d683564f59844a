/** What AWS answers, as data, with what replays it. */
export { CONTRACT_APPLICATION, CONTRACT_ROOT } from './application.ts';
export { HTTP_CASES, INVOKE_CASES, REST_CASES } from './cases.ts';
export { replayCase, replayInvokeCase, type Stack } from './replay.ts';
