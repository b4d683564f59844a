/**
 * Imported by a thread that waits for its function: Node then has loaded what it needs to import a file,
 * to read its source map and to tell a stack by it.
 */
import { createRequire } from 'node:module';
createRequire(import.meta.url);
throw new Error('warm-up');
//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjogMywgInNvdXJjZXMiOiBbIndhcm0tdXAubWpzIl0sICJuYW1lcyI6IFtdLCAibWFwcGluZ3MiOiAiQUFBQSJ9
