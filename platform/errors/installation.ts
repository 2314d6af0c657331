import { broken, conflict, invalid, misconfigured, notFound, notStarted, unavailable, usage } from './kinds.ts';

/** What goes wrong with the installation and at the command line. */
export const installation = {
  USAGE: usage(
    'The command was called in a way it does not understand.',
    'Run the command with --help to see what it takes.',
  ),
  ENV_INVALID: misconfigured(
    "A variable of the environment is missing or has a value that can't be used.",
    'Set the variable that the error names; .env.example shows every one.',
  ),
  EXTENSION_INVALID: misconfigured(
    'A module of PERENNIAL_EXTENSIONS has nothing that can be registered.',
    'Correct the module, or its name: a path is of the folder the process runs in.',
  ),
  FILE_NOT_FOUND: notFound(
    "A file that was named is not there or can't be read.",
    'Correct the path, or the rights of the file.',
  ),
  FILE_INVALID: invalid(
    "A file has something in it that can't be taken.",
    'Correct the lines that the error lists, each with its field and its fix.',
  ),
  STACK_RUNNING: conflict(
    'An embedded stack runs in this folder already.',
    'Use the one that runs, or stop it first: Ctrl-C where it was started.',
  ),
  STACK_NOT_RUNNING: notStarted(
    'No database was named, and no embedded stack runs here.',
    'Start the embedded stack with `perennial up`, or set DATABASE_URL.',
  ),
  CLOCK_REFUSED: conflict(
    "The programme clock can't be set or moved like this.",
    'Move a stepped clock, forward only; production runs on real time.',
  ),
  DATABASE_UNAVAILABLE: unavailable(
    'PostgreSQL does not answer, or lacks tables that this version needs.',
    'Try again later; `perennial doctor` says what is missing.',
  ),
  TEMPORAL_UNAVAILABLE: unavailable(
    "Temporal does not answer, or can't be started.",
    'Try again later; events are taken and points are posted meanwhile.',
  ),
  SMTP_UNAVAILABLE: unavailable(
    'The mail server does not answer, or lets nobody in.',
    'Check SMTP_URL; mails wait until it answers.',
  ),
  CHANNEL_UNAVAILABLE: unavailable(
    "A channel's provider takes nothing, or nobody is connected for it.",
    'Start its receiver or correct the connection; messages wait until then.',
  ),
  INTERNAL: broken(
    'Something failed that should not: it is a fault of this software.',
    'Try once more with the same key or id, then report it with what LOG_LEVEL=debug prints.',
  ),
};
