#!/usr/bin/env node
import { Command } from 'commander';
import { loadEnvFile } from '../platform/env.ts';
import { PerennialError } from '../platform/errors.ts';
import { nearestWord } from '../values/edit-distance.ts';
import { productVersion } from '../platform/product-version.ts';
import { visibleText } from '../platform/terminal/visible-text.ts';
import { withExamples } from './arguments.ts';
import { commands } from './commands.ts';
import { exitCodeHelp, reportError } from './report-error.ts';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** What is still being written gets this long. */
const lingerMs = 1_000;

const words = process.argv.slice(2);
const json = words.includes('--json');
try {
  loadEnvFile();
  if (process.env.PERENNIAL_EXTENSIONS) await loadOwn(process.env.PERENNIAL_EXTENSIONS);
  const program = await buildProgram();
  if (words.length === 0) program.outputHelp();
  else {
    refuseUnknown(program, words);
    await program.parseAsync(words, { from: 'user' });
  }
} catch (error) {
  process.exitCode = reportError(error, { json });
  // Whatever a start that failed has left open keeps no process alive.
  setTimeout(() => process.exit(), lingerMs).unref();
}

/** What is registered from outside; the code for it is read where there is any. */
async function loadOwn(modules: string): Promise<void> {
  const { loadExtensions } = await import('../embedding/extensions.ts');
  await loadExtensions(modules);
}

/** The program with the commands that were named loaded: the others only lend their line of help. */
async function buildProgram(): Promise<Command> {
  const program = new Command('perennial')
    .description('Workflow automation for member operations: points, lifecycles and messages.')
    .version(productVersion(), '--version', 'print the version')
    .option('--json', 'answer as JSON on stdout, errors as JSON on stderr')
    .option('--programme <code>', 'the programme, where the database has several')
    .addHelpText('after', `\n${exitCodeHelp}`);
  withExamples(program, [
    ['perennial up', 'start PostgreSQL, Temporal, a worker and a mail catcher'],
    ['perennial campaign launch playbooks/onboarding-gift', 'apply and launch a campaign'],
    ['perennial member show 17850', "a member's points and everything that happened"],
    ['perennial doctor', 'what is there, what is missing, how to fix it'],
  ]);
  for (const { name, about, load } of commands) {
    program.addCommand(words.includes(name) ? await load() : new Command(name).description(about));
  }
  inherit(program, program);
  return program;
}

/** Help of a command that there is not would be that of the one above it, as if all were well. */
function refuseUnknown(program: Command, given: readonly string[]): void {
  if (!given.some((word) => word === '--help' || word === '-h')) return;
  let command = program;
  for (const word of given) {
    if (word.startsWith('-') || command.commands.length === 0) return;
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) {
      if (word === 'help') return;
      const known = command.commands.map((each) => each.name());
      const meant = nearestWord(word, known, 2);
      throw new PerennialError('USAGE', `There is no command "${pathOf(command)} ${word}".`, {
        field: word,
        fix:
          meant === undefined ? `Choose one of: ${known.join(', ')}.` : `Did you mean "${pathOf(command)} ${meant}"?`,
      });
    }
    command = next;
  }
}

/** Errors are thrown rather than exiting, and every level of help looks the same. */
function inherit(parent: Command, program: Command): void {
  parent.exitOverride();
  parent.configureHelp({ showGlobalOptions: true, sortSubcommands: false });
  parent.showSuggestionAfterError(true);
  parent.configureOutput({ writeErr: (text) => void (json ? undefined : process.stderr.write(visibleText(text))) });
  if (parent !== program) parent.showHelpAfterError(`(see ${pathOf(parent)} --help)`);
  for (const child of parent.commands) inherit(child, program);
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
