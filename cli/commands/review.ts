import { Command } from 'commander';
import { reviewCommands } from '../review/commands.ts';

/** `perennial review list | show | approve | reject` */
export function reviewCommand(): Command {
  const review = new Command('review').description('cases that a story puts before a person: decide them');
  for (const command of reviewCommands({ noun: 'review' })) review.addCommand(command);
  return review;
}
