/**
 * What the checks of a Lambda lab are written with, imported as `#checks-aws` beside `#checks`: an
 * application whose functions are the learner's files, run and called as AWS runs and calls them.
 */
export type { Application } from '#aws/local/index.ts';
export { startApplication, type RunningApplication } from './running-application.ts';
export type { HttpAnswer, HttpRequest } from '#aws/send.ts';
export { LambdaError } from './lambda-error.ts';
export { SECRET_TO_LOOK_FOR, showsSecret } from './leak.ts';
export { allows } from './policy.ts';
