/** How links in the mails of tests are made. */
export const unsubscribe = { publicUrl: 'https://club.example', secret: 'the secret of the tests' };
