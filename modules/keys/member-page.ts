/** Where a member's page is, below the address of the installation. */
export const memberPagePath = '/my';

/** A link that opens the page of the member whose token it is. What follows # stays in the browser: no log and no Referer has it. */
export function memberPageLink(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}${memberPagePath}#${token}`;
}
