/** `npm run aws`, `invoke`, `login` and `me`: the labs' functions, run and called by hand. */
import { invokeFunction } from './aws/invoke.ts';
import { logIn } from './aws/login.ts';
import { askWho } from './aws/me.ts';
import { startLab } from './aws/start.ts';
import { readRequest, USAGE } from './aws/usage.ts';
import { rootFolder, runProgram } from '#terminal/program.ts';

const COMMANDS = { start: startLab, invoke: invokeFunction, login: logIn, me: askWho };

/** 0 done, 1 it could not be, or the function said no, 2 wrong usage. */
await runProgram({
  usage: USAGE,
  read: (args) => readRequest(args, process.env),
  run: (request, page) => COMMANDS[request.command]({ root: rootFolder(), request, page }),
});
