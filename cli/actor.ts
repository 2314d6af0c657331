import { userInfo } from 'node:os';

/** Who a change is put down to in the audit: the person at this machine. */
export function actor(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    return 'cli';
  }
}
