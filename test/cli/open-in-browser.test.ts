import { describe, expect, it } from 'vitest';
import { hasDisplay, type Surroundings } from '../../cli/open-in-browser.ts';

const desk: Surroundings = { isInteractive: true, platform: 'linux', env: { DISPLAY: ':0' } };

describe('The demo opens the console', () => {
  it('where a person sits at a terminal with a display', () => {
    expect(hasDisplay(desk)).toBe(true);
    expect(hasDisplay({ ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
    expect(hasDisplay({ ...desk, platform: 'darwin', env: {} })).toBe(true);
  });

  it('nowhere else: not in CI, in a pipe, over SSH or without a display', () => {
    expect(hasDisplay({ ...desk, env: { ...desk.env, CI: 'true' } })).toBe(false);
    expect(hasDisplay({ ...desk, isInteractive: false })).toBe(false);
    expect(hasDisplay({ ...desk, platform: 'darwin', env: { SSH_CONNECTION: '10.0.0.1 22' } })).toBe(false);
    expect(hasDisplay({ ...desk, env: {} })).toBe(false);
  });
});
