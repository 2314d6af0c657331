import type { ErrorKind } from './kinds.ts';
import { formerCodes } from './former-codes.ts';
import { errorGroups } from './registry.ts';

const head = `# Error codes

<!-- Written by \`npm run docs:errors\` from platform/errors/registry.ts: change it there. -->

Whatever is refused or fails has a code from this list: in the answer to an event, in what \`--json\` prints on stderr, in the answer
of an HTTP route, in a member's timeline and in the outcome of a campaign's step. Beside the code stands what happened this time
(\`message\`), where (\`field\`), and what to do about it (\`fix\`); where there is nothing more to say, the fix is the one below.

- A code never changes its meaning. Compare the code, show the message.
- **Retry** says whether the same call may succeed later with nothing changed. Everything else fails again until its cause is
  mended; trying again is harmless, as a refusal changes nothing.
- **HTTP** is the status where it is answered over HTTP, **exit** the exit code of a command that ends with it: 1 failed, 2 wrong
  usage, 3 not found, 4 conflict, 5 refused by validation.
`;

const former = `
## Former names

Codes that were stored under a name of before are shown under the name of today.

| before | today |
| - | - |
`;

/** docs/reference/errors.md as the registry has it, not yet formatted. */
export function errorReference(): string {
  const tables = Object.entries(errorGroups).map(
    ([title, codes]) =>
      `\n## ${title}\n\n| code | HTTP | exit | retry | meaning | fix |\n| - | - | - | - | - | - |\n${rowsOf(codes)}`,
  );
  const names = Object.entries(formerCodes).map(([before, today]) => `| \`${before}\` | \`${today}\` |\n`);
  return [head, ...tables, former, ...names].join('');
}

function rowsOf(codes: Readonly<Record<string, ErrorKind>>): string {
  return Object.entries(codes)
    .map(
      ([code, { status, exitCode, retry, meaning, fix }]) =>
        `| \`${code}\` | ${status} | ${exitCode} | ${retry ? 'yes' : 'no'} | ${meaning} | ${fix} |\n`,
    )
    .join('');
}
