/** The page of who is not signed in. */
export const signIn = {
  'signIn.title': 'Sign in',
  'signIn.why':
    'The console acts by a key of the programme. It is exchanged for a session of twelve hours and kept nowhere else.',
  'signIn.key': 'Key',
  'signIn.keyHint': 'It begins with prn_. <code>perennial key create</code> makes one.',
  'signIn.act': 'Sign in',
  'signIn.refused': 'This is no key, or it was revoked or has ended.',
  'signIn.tooOften': 'Too many attempts. Please try again in a minute.',
  'signIn.missing': 'Paste a key.',
} as const;
