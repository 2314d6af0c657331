/** Keys under which the ledger has a redemption's points; prisma/functions/checkout says the same. */
export const holdKey = (id: string) => `hold:${id}`;
export const captureKey = (id: string) => `capture:${id}`;
export const releaseKey = (id: string) => `release:${id}`;
/** By how much is back then: it only grows. */
export const refundKey = (id: string, refundedPoints: number) => `refund:${id}:${refundedPoints}`;
