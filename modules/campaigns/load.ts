import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignDefinition } from './rules.ts';
import type { Programme } from '../programme/rules.ts';
import { checkMessages, type MessageProblem } from './check-messages.ts';
import { loadTemplates } from '../messaging/content/load-templates.ts';
import { readCampaignFile } from './file.ts';
import { FileError, type FileProblem } from '../../platform/yaml-file.ts';

export interface LoadedCampaign {
  readonly definition: CampaignDefinition;
  /** What keeps its messages from going out: a draft may have them, a launch may not. */
  readonly problems: readonly FileProblem[];
}

/** A campaign file or playbook folder with its templates, checked against the programme. */
export async function loadCampaign(path: string, programme: Programme): Promise<LoadedCampaign> {
  const { definition: rest, messagesDir, file, problemAt } = await readCampaignFile(path, programme.currency);
  if (!existsSync(messagesDir)) {
    throw new FileError([
      problemAt(['messages'], `names a folder that is not there (${messagesDir})`, 'name the folder of the templates'),
    ]);
  }
  const definition: CampaignDefinition = { ...rest, messages: await loadTemplates(messagesDir) };
  return { definition, problems: messageProblems(definition, programme, messagesDir || file) };
}

/** The problems of a definition's messages, with the files they are in when `dir` is known. */
export function messageProblems(
  definition: CampaignDefinition,
  programme: Programme,
  dir = `campaign ${definition.code}`,
): FileProblem[] {
  return checkMessages(definition, programme).map((problem) => toFileProblem(problem, dir));
}

function toFileProblem({ template, locale, problem, fix }: MessageProblem, dir: string): FileProblem {
  return { file: dir, field: join(locale === undefined ? template : `${template}.${locale}`), problem, fix };
}

/** Throws when messages can't go out; `what` says what that blocks. */
export function refuseProblems(problems: readonly FileProblem[]): void {
  if (problems.length > 0) throw new FileError(problems, 'CAMPAIGN_INVALID');
}

/** True for an argument that names a file or folder rather than a campaign's code. */
export function isPath(argument: string): boolean {
  return argument.includes('/') || argument.endsWith('.yaml') || argument.endsWith('.yml') || existsSync(argument);
}
