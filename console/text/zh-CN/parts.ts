import type { Sentences } from '../languages.ts';
import type { parts as english } from '../en/parts.ts';

export const parts: Sentences<keyof typeof english> = {
  'parts.none': '–',
  'parts.loading': '正在计数…',
  'parts.loadingTable': '正在加载',
  'parts.unknown': '未能计数。<a>重试</a>',
  'parts.stale': '截至 {time}，此后没有连接',
  'parts.tryAgain': '重试',
  'parts.health': '健康状况',
  'parts.notLoaded': '<b>未能加载。</b>{why}没有任何改动。',
  'parts.notDone': '<b>未能完成。</b>{why}',
  'parts.notDoneFix': '<b>未能完成。</b>{why} {fix}',
  'parts.tellEngineer': '请告知工程师：请求 <code>{request}</code>',
  'parts.noAnswer': '服务器没有应答。',
  'parts.close': '关闭',
  'parts.leave': '保持不变',
  'parts.more': '显示更多',
  'parts.line': '第 {line} 行',
  'parts.struck': '删去',
  'parts.added': '新增',
  'parts.needsScope': '当前登录的密钥缺少权限 {scope}。',
  'parts.endOf': '{day}结束时',
};
