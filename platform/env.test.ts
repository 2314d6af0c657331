import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

describe('the environment', () => {
  it('needs nothing to be set on this machine', () => {
    expect(readEnv({})).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'info',
      PERENNIAL_DIR: '.perennial',
      TEMPORAL_TASK_QUEUE: 'perennial',
    });
  });

  it('counts an empty variable as absent', () => {
    expect(readEnv({ DATABASE_URL: '', PORT: '' })).toMatchObject({ PORT: 3000 });
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_POOL_SIZE', '1'],
    ['WORKFLOW_CACHE_MB', '8'],
    ['WORKFLOW_CACHE_MB', 'a quarter'],
    ['SMTP_URL', 'localhost'],
    ['TEMPORAL_ADDRESS', 'http://localhost:7233'],
    ['TEMPORAL_ADDRESS', 'localhost'],
    ['PORT', '70000'],
    ['PORT', 'three'],
    ['PUBLIC_URL', 'ftp://example.com'],
    ['UNSUBSCRIBE_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s and names the variable', (name, value) => {
    expect(() => readEnv({ [name]: value })).toThrow(expect.objectContaining({ code: 'ENV_INVALID', field: name }));
  });
});
