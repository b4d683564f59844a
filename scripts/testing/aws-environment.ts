import { vi } from 'vitest';

/** For tests: the environment's AWS variables are these alone; nobody's own credentials, nor where they are kept. */
export function stubAwsEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', 'no-such-file');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', 'no-such-file');
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}
