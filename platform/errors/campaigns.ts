import { conflict, invalid, notFound } from './kinds.ts';

/** What campaigns, their members and their cases refuse. */
export const campaigns = {
  CAMPAIGN_NOT_FOUND: notFound(
    'There is no such campaign in this programme.',
    'Correct its code; `perennial campaign list` shows all.',
  ),
  CAMPAIGN_EXISTS: conflict('There is a campaign of this code.', 'Take another code.'),
  PLAYBOOK_NOT_FOUND: notFound(
    'There is no such playbook.',
    'Choose one of those that `perennial campaign playbooks` shows.',
  ),
  CAMPAIGN_VERSION_NOT_FOUND: notFound(
    'The campaign has no such version.',
    'Choose one of those that `perennial campaign show` lists.',
  ),
  CAMPAIGN_NOT_STAGED: conflict(
    'The campaign has no version that waits to be put live.',
    'Apply a changed file first: of a journey that runs it is staged.',
  ),
  CAMPAIGN_EDIT_RUNNING: conflict(
    'A version of the campaign is being brought to those inside.',
    'Put the next one live when that is done.',
  ),
  CAMPAIGN_STATUS: conflict(
    'The campaign is not in a state for this.',
    'See how it stands with `perennial campaign show`.',
  ),
  CAMPAIGN_NOT_LAUNCHABLE: conflict(
    'Something stops the campaign from going live.',
    'See what with `perennial campaign plan`, which also says what else to look at.',
  ),
  CAMPAIGN_INVALID: invalid(
    'The campaign breaks a rule.',
    'Correct what the error lists, with its lines, and apply the file again.',
  ),
  BUDGET_SPENT: conflict('The budget of the campaign has not enough left.', 'Raise it in the campaign file.'),
  LIFECYCLE_UNKNOWN: conflict(
    'The campaign is of a kind of story that this process does not have.',
    'Start every process with the same PERENNIAL_EXTENSIONS.',
  ),
  ENROLMENT_NOT_FOUND: notFound('There is no such enrolment.', 'Correct its id.'),
  MESSAGE_STATUS: conflict('The message has not failed, or it is too late for it.', 'See what became of it.'),
  ENROLMENT_STATUS: conflict('The enrolment is over.', 'See how it ended.'),
  TEMPLATE_INVALID: invalid(
    "The text of a message is missing or can't be rendered.",
    'Correct the template that the error names.',
  ),
  SECOND_PERSON_REQUIRED: conflict(
    'Who asked for it can not decide it as well.',
    'Let another key, or another person, decide it.',
  ),
  REVIEW_NOT_FOUND: notFound('There is no such case to decide.', 'Correct its id; `perennial review list` shows all.'),
  REVIEW_STATUS: conflict(
    "The case can't be decided: it was decided before, or nothing waits for it any more.",
    'See how it stands with `perennial review show`.',
  ),
};
