export const meExample = {
  memberId: 'anna-1',
  name: 'Anna',
  tier: 'base',
  tierName: 'Member',
  balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
  nextExpiry: { points: 86, at: '2027-12-08T23:59:59.999Z' },
  streak: null,
  referral: { code: 'ANNA7K', url: 'http://localhost:3000/r/ANNA7K', invited: 2, paid: 1, invitedBy: null },
  status: 'active',
  email: 'anna@example.com',
  birthday: null,
  joinedAt: '2026-12-08T09:00:00.000Z',
  consent: { email: true, inbox: null },
  activation: 'none',
  checkIn: { state: 'open', next: null, losesAt: null },
  unreadMessages: 1,
  may: { checkIn: true, edit: true },
};

export const mePatchExample = { name: 'Anna', birthday: '1990-05-17', consent: { email: true, inbox: true } };

export const myProgrammeExample = {
  name: 'Members Club',
  asset: 'points',
  currency: 'GBP',
  zone: 'Europe/London',
  shopUrl: 'https://shop.example/',
  pendingDays: 0,
  earning: {
    points: 1,
    perMinor: 100,
    tierMultiplier: 1,
    steps: [{ aboveMinor: 30_000, multiplier: 1.5 }],
    calendar: [{ kind: 'birthdayMonth', multiplier: 2 }],
  },
  tasks: [{ event: 'review.posted', points: 20, once: 'event' }],
  redemption: { points: 100, perMinor: 100 },
  profileFields: ['email', 'name', 'birthday'],
};

export const myMessageExample = {
  id: 'msg_3f6j9p2s',
  class: 'service',
  locale: 'en',
  subject: '86 points expire on 8 December 2027',
  text: 'Hello Anna,\n\n86 points expire on 8 December 2027.',
  sentAt: '2026-12-08T09:00:00.000Z',
  readAt: null,
};

export const myMessagePageExample = { data: [myMessageExample], nextCursor: null, unread: 1 };

export const checkInAnswerExample = {
  points: 5,
  streak: { days: 1, best: 1, lastOn: '2026-12-08' },
  businessDay: '2026-12-08',
  next: { day: 2, points: 5 },
  balance: { available: 91, pending: 0, held: 0, debt: 0, version: 5 },
};

export const myReferralPageExample = {
  data: [{ status: 'paid', registeredAt: '2026-12-08T09:00:00.000Z', rewardPoints: 100 }],
  nextCursor: null,
};
