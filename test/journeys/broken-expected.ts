/** What a broken file must be told: its line, its field, and what the sentence and its fix must say. */
export interface ExpectedError {
  readonly line: number;
  readonly field: string;
  readonly problem: string;
  readonly fix: string;
}

const told = (line: number, field: string, problem: string, fix: string): ExpectedError => ({
  line,
  field,
  problem,
  fix,
});

/**
 * Written from the language, before there was a checker: the field is the one its author has to touch, and the fix is one that
 * makes the file right.
 */
export const expectedErrors: Readonly<Record<string, ExpectedError>> = {
  // A step is a block with one verb.
  '01-unknown-step': told(8, 'steps[0].mesage', 'is no step', '"message"'),
  '05-two-steps-in-one': told(9, 'steps[0].wait', 'is a second step', 'a block of its own'),
  '06-no-verb': told(8, 'steps[0].template', 'is no step', 'begin with one of'),
  // What a file names has to be there.
  '02-unknown-message': told(8, 'steps[0].message', 'names the message "helo"', '"hello"'),
  '03-unknown-segment': told(6, 'entry[0].enters', 'names the segment "idle-30-day"', '"idle-30-days"'),
  '04-unknown-coupon': told(12, 'steps[0].gives[0].coupon', 'names the coupon "welcome-2"', '"welcome-20"'),
  '13-go-to-nowhere': told(10, 'steps[2].goTo', 'names the step "helo"', '"hello"'),
  '18-unknown-event': told(6, 'entry[0].event', 'names the event "order.place"', '"order.placed"'),
  '19-unknown-event-field': told(9, 'exitOn[0].where.chanel', '"chanel"', '"channel"'),
  '20-same-what': told(10, 'exitOn[0].same', '"cart"', '"cartId"'),
  '21-unknown-attribute': told(7, 'audience.member', 'names the attribute "citty"', '"city"'),
  '26-unknown-tier': told(5, 'who.tier.atLeast', 'names the tier "sliver"', '"silver"'),
  '31-key-is-no-field': told(7, 'entry[0].key', '"cartid"', '"cartId"'),
  '39-unknown-holidays': told(9, 'steps[0].notOn', 'names the list of holidays "english"', '"uk"'),
  '48-since-what': told(11, 'steps[1].branch[0].if.within', 'names the step "helo"', '"hello"'),
  // Lengths, moments, zones.
  '07-misspelt-unit': told(9, 'steps[1].wait', '"3 dayz"', '"3 days"'),
  '08-duration-in-words': told(8, 'steps[0].wait', '"three days"', '"3 days"'),
  '09-hours-and-a-time-of-day': told(
    8,
    'steps[0].wait',
    'hours or minutes beside a time of day',
    'days, weeks or months',
  ),
  '27-no-such-zone': told(7, 'zone', '"Europe/Londn"', '"Europe/London"'),
  '28-date-in-the-past': told(6, 'entry[0].schedule', '2026-09-01 10:00', 'a date that is still to come'),
  '44-time-as-number': told(9, 'steps[0].at', '10', '"10:00"'),
  // Nothing is waited for, or gone round in, for ever.
  '10-waits-for-ever': told(9, 'steps[1].atMost', 'is missing', 'atMost'),
  '11-counts-from-when': told(10, 'steps[2].since', 'is missing, and the member has waited before', 'since: entry'),
  '14-go-to-another-path': told(14, 'steps[0].otherwise[0].goTo', 'into another path', 'a step of this list'),
  '15-go-to-without-a-bound': told(10, 'steps[2].atMost', 'is missing', 'add "atMost"'),
  '38-leads-back': told(11, 'steps[2].enter', 'without end', 'take one of the ways out'),
  '45-longer-than-it-runs': told(10, 'steps[1].wait', 'is longer than the campaign runs', 'then: finish'),
  // Names of steps, paths and answers.
  '12-two-steps-of-one-name': told(11, 'steps[3].wait', 'is the second step that is called "wait-3-days"', '"id"'),
  '17-path-without-a-name': told(9, 'steps[0].branch[0].path', 'is missing', 'add "path"'),
  '40-answer-without-a-name': told(8, 'steps[0].id', 'is missing', 'add "id"'),
  '41-answer-of-later': told(8, 'steps[0].grant.from', 'uses score before it is done', 'a step that comes earlier'),
  // Doors.
  '29-every-month-on-which-day': told(6, 'entry[0].dayOfMonth', 'is missing', 'add "dayOfMonth"'),
  '30-launch-without-audience': told(6, 'entry[0].launch', 'there is none', 'add "audience"'),
  '32-alongside-without-key': told(7, 'whileInside', 'no entry has a key', 'add "key"'),
  '37-may-not-be-entered': told(9, 'steps[1].enter', 'no other journey may enter', 'by: journey'),
  // Conditions.
  '22-unknown-test': told(7, 'audience.points.atleast', 'is not a known field', '"atLeast"'),
  '23-unknown-condition': told(10, 'audience.all[1].order', 'is no condition', '"orders"'),
  '24-segment-asks-a-journey': told(7, 'who.all[1].entry', 'which only a journey knows', 'of the journey'),
  '25-segment-in-a-circle': told(4, 'who', 'streakers -> streakers', 'take one of them out'),
  '47-too-deep': told(7, 'audience', 'nests deeper than five', 'a segment of its own'),
  // What does not come to anything.
  '16-shares': told(8, 'steps[0].split', 'come to 90', '100'),
  '33-never-come-to': told(10, 'steps[2]', 'is never come to', 'remove it'),
  '34-budget-too-small': told(7, 'budget.points', '150', 'at least 150'),
  '35-over-before-it-leaves': told(12, 'steps[0].gives[0].coupon', 'may be over before', 'within'),
  '36-two-benefits': told(8, 'coupons.both', 'has two benefits', 'amountOff'),
  // The file itself.
  '42-key-twice': told(7, '', 'is not valid YAML', 'keep one of the two lines'),
  '43-class-misspelt': told(9, 'steps[0].class', '"transactionl"', '"transactional"'),
  '46-field-misspelt': told(7, 'exiton', 'is not a known field', '"exitOn"'),
  // What holds another type than is asked for.
  '49-release-of-no-hold': told(9, 'steps[1].release', 'names hello, which is no hold but a message', 'hold'),
  '50-text-test-on-a-number': told(
    7,
    'entry[0].where.amount',
    'asks "contains" of amount, which holds money',
    'atLeast',
  ),
  '51-points-from-a-text': told(8, 'steps[0].grant.from', 'takes a number from entry.url, which holds text', 'numbers'),
  '52-door-on-no-date': told(6, 'entry[0].date', 'is reckoned from member.city, which holds text', 'dates'),
  '53-with-what-is-not-declared': told(9, 'steps[0].with.cart', 'names the field "cart"', '`fields`'),
  '54-two-ends': told(12, 'steps[0].until', 'is a second end of the wait', 'keep one of'),
  '55-coupon-without-an-end': told(8, 'coupons.c', 'does not say how long it is valid', 'validDays'),
  '56-key-is-no-field-of-a-call': told(8, 'entry[0].key', 'names player, which is none of its fields', '`fields`'),
};
