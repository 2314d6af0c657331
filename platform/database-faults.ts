/** SQLSTATE classes and codes that come from the server's or the connection's condition, not from the data of a call. */
const passingStates = [
  '08', // connection
  '25006', // read-only: a server that has handed over to another one
  '40', // serialization, deadlock
  '53', // out of connections, memory, disk
  '55P03', // lock not available
  '57', // cancelled, shut down, starting up
  '58', // system error
  'XX', // internal
];
/** The schema is not what this version expects: a migration or a release is missing, no row is at fault. */
const schemaStates = ['42', '0A000', '3D', '3F', '28'];

interface DriverFault {
  readonly kind?: string;
  readonly originalCode?: string;
  readonly originalMessage?: string;
}

/** PostgreSQL's own code of an error, where it has one. */
export function sqlStateOf(error: unknown): string | undefined {
  return faultOf(error)?.originalCode;
}

/** PostgreSQL's own words for an error, or the error's. */
export function faultMessage(error: unknown): string {
  return faultOf(error)?.originalMessage ?? (error instanceof Error ? error.message : String(error));
}

/** True when the data given to the statements is at fault, so that the same call would fail again for ever. */
export function isDataFault(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return ![...passingStates, ...schemaStates].some((prefix) => state.startsWith(prefix));
  // Without a state it is what happened to the connection, the pool or the transaction, as Prisma or Node tells it.
  return !isPrismaError(error) && !isSystemError(error) && !isConnectionError(error);
}

/** Deadlock, serialization, and a key that another transaction took first. */
const collisionStates = ['40P01', '40001', '23505'];

/** True for two transactions that stood in each other's way: the same call again will do, or find what the other did. */
export function isCollision(error: unknown): boolean {
  return collisionStates.includes(sqlStateOf(error) ?? '');
}

function faultOf(error: unknown): DriverFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { meta, cause } = error as { meta?: { driverAdapterError?: { cause?: DriverFault } }; cause?: DriverFault };
  const fault = meta?.driverAdapterError?.cause ?? cause;
  return typeof fault?.originalCode === 'string' ? fault : undefined;
}

/** True when the server, or the way to it, is at fault: the same call may succeed later. */
export function isConnectionFault(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return ['08', '53', '57', '25006'].some((prefix) => state.startsWith(prefix));
  return isPrismaError(error) || isSystemError(error) || isConnectionError(error);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** What pg and its pool say of a connection that broke or never came about: plain errors, known by their words alone. */
const connectionWords = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Query read timeout',
];

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && connectionWords.some((words) => error.message.startsWith(words));
}

function isPrismaError(error: unknown): boolean {
  if (!(error instanceof Error) || wasNotAsked(error)) return false;
  return error.name.startsWith('Prisma') || error.name === 'DriverAdapterError';
}

/** What Prisma can't even put to the server, such as half a character: the same call would fail again for ever. */
function wasNotAsked({ name, message }: Error): boolean {
  return name === 'PrismaClientValidationError' || (name.startsWith('Prisma') && message.includes('\nJSON Error: '));
}

/** Whether a fault may be gone at the next try: the database is away, shuts down or has no room; not what the work itself got wrong. */
export function mayPass(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state === undefined) return !(error instanceof RangeError || error instanceof TypeError);
  return /^(08|57P|53|40)/.test(state);
}
