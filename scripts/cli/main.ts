/** The program behind every `npm run`; scripts/start.cjs starts it. */
import { runProgram } from '#terminal/program.ts';
import { COMMANDS } from './commands.ts';

await runProgram(COMMANDS);
