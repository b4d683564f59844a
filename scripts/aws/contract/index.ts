/** What AWS answers, as data, with what replays it. */
export { CONTRACT_APPLICATION, CONTRACT_ROOT } from './application.ts';
export type { ContractAnswer, ContractCase, ContractRequest, InvokeCase } from './case.ts';
export { HTTP_CASES } from './cases-http.ts';
export { INVOKE_CASES } from './cases-invoke.ts';
export { REST_CASES } from './cases-rest.ts';
export { replayCase, replayInvokeCase, type Stack } from './replay.ts';
