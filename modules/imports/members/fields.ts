/** What a row of a member file may say, by the names that shops' systems give it. */
export const memberColumns = {
  id: [
    ...['member_id', 'id', 'customer_id', 'external_id', 'customer_number', 'member', 'customer'],
    ...['kundennummer', 'kunde', '会员号', '客户编号'],
  ],
  email: ['email', 'e_mail', 'email_address', 'mail', '邮箱'],
  phone: ['phone', 'phone_number', 'mobile', 'telephone', 'telefon', '手机号', '电话'],
  wechatOpenId: ['wechat_open_id', 'wechat_openid', 'openid'],
  pushToken: ['push_token', 'device_token'],
  name: ['name', 'full_name', 'customer_name', '姓名'],
  firstName: ['first_name', 'given_name', 'vorname'],
  lastName: ['last_name', 'family_name', 'surname', 'nachname'],
  birthday: ['birthday', 'birth_date', 'date_of_birth', 'geburtstag', '生日'],
  zone: ['zone', 'time_zone', 'timezone'],
  locale: ['locale', 'language', 'lang'],
  joinedAt: ['joined_at', 'created_at', 'registered_at', 'member_since', 'signup_date', '注册时间'],
  consent: ['consent', 'consent_email', 'email_consent', 'accepts_marketing', 'email_marketing_consent', 'newsletter'],
  consentAt: ['consent_at', 'consent_email_at', 'consented_at', 'accepts_marketing_updated_at'],
  consentSource: ['consent_source', 'opt_in_source'],
  tags: ['tags', 'labels', '标签'],
  tier: ['tier', 'level', 'tier_code', '等级'],
  points: ['points', 'balance', 'points_balance', '积分'],
  pointsEarnedAt: ['points_earned_at', 'earned_at'],
  pointsExpireAt: ['points_expire_at', 'points_expires_at', 'expires_at'],
  /** Several lots: `120@2025-03-01..2026-03-01; 30@2025-09-14`. */
  lots: ['lots'],
  attributes: ['attributes'],
} as const satisfies Record<string, readonly string[]>;

export type MemberField = keyof typeof memberColumns;
export const memberFields = Object.keys(memberColumns) as MemberField[];

/** What a field is called in messages and in files of ours: `joinedAt` is joined_at. */
export const memberColumn = (field: MemberField): string =>
  field === 'firstName' || field === 'lastName' || field === 'id' ? memberColumns[field][0] : snake(field);

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
