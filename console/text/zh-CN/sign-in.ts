import type { Sentences } from '../languages.ts';
import type { signIn as english } from '../en/sign-in.ts';

export const signIn: Sentences<keyof typeof english> = {
  'signIn.title': '登录',
  'signIn.why': '控制台以会员计划的密钥操作。密钥换取十二小时的会话，不会保存在其他任何地方。',
  'signIn.key': '密钥',
  'signIn.keyHint': '以 prn_ 开头。可用 <code>perennial key create</code> 创建。',
  'signIn.act': '登录',
  'signIn.refused': '这不是密钥，或已被撤销、已到期。',
  'signIn.tooOften': '尝试次数过多，请一分钟后再试。',
  'signIn.missing': '请粘贴密钥。',
};
