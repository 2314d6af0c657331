import open from 'open';

/** What of this process and its machine says whether somebody sits in front of it. */
export interface Surroundings {
  readonly isInteractive: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether a browser that is opened here would be seen: by a person at a terminal, on a display, and not by a job of CI or over SSH. */
export function hasDisplay({ isInteractive, platform, env }: Surroundings): boolean {
  if (!isInteractive || isSet(env.CI) || isSet(env.SSH_CONNECTION)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return isSet(env.DISPLAY) || isSet(env.WAYLAND_DISPLAY);
}

const isSet = (value: string | undefined) => value !== undefined && value !== '' && value !== 'false';

/** Opens an address in the browser of whoever sits here; answers false when there is no browser. */
export async function openInBrowser(url: string): Promise<boolean> {
  try {
    const started = await open(url);
    // A browser that is not there is told of after the call.
    started.on('error', () => undefined);
    return true;
  } catch {
    return false;
  }
}
