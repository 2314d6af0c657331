import type { StoredTexts } from '../../values/phrase.ts';

/** Why gifts were taken back, or not given. */
export const giftTexts: StoredTexts = {
  'zh-CN': {
    'the message that tells of it did not leave': '告知此项的消息未能发出',
    'the message that tells of it may not go': '告知此项的消息不得发送',
    'the journey "{name}", step {step}': '旅程“{name}”，步骤 {step}',
    'the budget has no {of:list} left': '预算中的{of:list}已用完',
    'nothing is set aside': '没有已冻结的积分',
    'the order was returned': '订单已退货',
    'the order was cancelled': '订单已取消',
    'the order it was for has been returned': '对应的订单已退货',
  },
};
