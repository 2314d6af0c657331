import type { Sentences } from '../languages.ts';
import type { gallery as english } from '../en/gallery.ts';

export const gallery: Sentences<keyof typeof english> = {
  'gallery.title': '活动模板库',
  'gallery.intro': '完整的营销活动，邮件含中英文。选用后可随意修改，再启动。',
  'gallery.all': '所有模板',
  'gallery.order': '从入会第一天到召回。',
  'gallery.caption': '模板及其内容',
  'gallery.none': '此安装未附带模板。',
  'gallery.playbook': '模板',
  'gallery.about': '内容',
  'gallery.kind': '类型',
  'gallery.use': '选用',
  'gallery.useThis': '选用',
  'gallery.useOf': '选用：{name}',
  'gallery.useTitle': '选用 {name}',
  'gallery.make': '生成草稿',
  'gallery.codeHint': '草稿的代码，以后不可更改。',
  'gallery.taken': '已有活动 {code}：请为这一个另取代码。',
  'gallery.draft': '保存为草稿。',
  'gallery.draftWhy': '启动之前，没有会员进入，也不会发送或发放任何内容。',
  'gallery.segments': { other: '随附人群：{names}；已有的保持不变。' },
};
