/** Letters and digits that nobody takes for one another: no 0, 1, I and O. */
export const referralCodeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** 32^10 codes: with a million of them in use, a guess in a billion finds one. */
export const referralCodeLength = 10;

/** True for what may be a code: nothing else is looked up. */
export function isReferralCode(code: string): boolean {
  return code.length === referralCodeLength && [...code].every((letter) => referralCodeAlphabet.includes(letter));
}

/** A code as people write it, in the one way it is stored: no blanks, dashes or characters that nobody sees, capitals. */
export function normaliseReferralCode(text: string): string {
  return text.replace(/[\s\p{Cf}\p{Default_Ignorable_Code_Point}-]/gu, '').toUpperCase();
}
