/**
 * fast-check with one seed, so that a run on another machine tries the same values: a test that fails there fails
 * here. `SEED=<number>` tries others, which is for whoever writes a property.
 */
import { configureGlobal } from 'fast-check';

export * from 'fast-check';

configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });
