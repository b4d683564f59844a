/** `npm run read` and `npm run site`: the course as pages. */
import { rootFolder, runProgram } from '#terminal/program.ts';
import { readRequest, USAGE } from '#site/build/usage.ts';

/** Reading runs the labs' checks too, which takes far more to load than building does. */
const COMMANDS = {
  build: async () => (await import('./build-folder.ts')).buildFolder,
  read: async () => (await import('./read-course.ts')).readCourse,
};

/** 0 done, 1 it could not be, 2 wrong usage. */
await runProgram({
  usage: USAGE,
  read: readRequest,
  run: async (request, page) => {
    const run = await COMMANDS[request.command]();
    return run({ root: rootFolder(), request, page });
  },
});
