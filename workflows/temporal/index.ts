// What the worker registers: the export's name is the workflow's type.
export { cohort } from './cohort-workflow.ts';
export { sweep } from './sweep.ts';
export { messageDispatch } from './message-dispatch.ts';
export { webhookDispatch } from './webhook-dispatch.ts';
