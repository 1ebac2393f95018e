import { audit } from '../../db/audit.js';
import * as talks from '../../db/conversations.js';
import { findMessage, messagesById } from '../../db/messages-read.js';
import { insertReply, loadReplyFacts } from '../../db/replies.js';
import { lockCustomer } from '../../db/suppressions.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { renderSms } from '../../lib/render/sms.js';
import { segmentsOf } from '../../workflows/flow/segments.js';
import { act } from '../act.js';
import * as contract from '../contract/conversations.js';
import { handle, type Route } from '../handle.js';
import { found } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { judge, quietSentence, refusalSentence, signatureOf } from '../reply-verdict.js';
import { showMessage } from './messages.js';

export const conversationRoutes: Route[] = [
  handle(contract.listConversations, async ({ caller, query }, deps) => {
    const { rows, messages } = await act(deps, caller, async (tx) => {
      const rows = await talks.listConversations(tx, {
        ...(query.unread && { unread: query.unread === 'true' }),
        after: afterCursor(query.cursor),
        limit: query.limit + 1,
      });
      return {
        rows,
        messages: await messagesById(
          tx,
          rows.map(({ id }) => id),
        ),
      };
    });
    const shown = await Promise.all(messages.map((row) => showMessage(row, caller.businessId, deps)));
    const byId = new Map(shown.map((message) => [message.id, { ...message, html: null }]));
    const body = page(rows, query.limit, ({ id, ...row }) => ({ ...row, lastMessage: byId.get(id) ?? null }));
    return { status: 200, body };
  }),

  handle(contract.getReplyState, async ({ caller, params, now }, deps) => {
    const { facts, talk } = await act(deps, caller, async (tx) => ({
      facts: found(await loadReplyFacts(tx, params.id), 'customer'),
      talk: await talks.findConversation(tx, params.id),
    }));
    const { verdict, mayConfirm } = judge(facts, { now, hoursConfirmed: false });
    const isNever = verdict.do === 'skip';
    return {
      status: 200,
      body: {
        unread: talk?.unread ?? false,
        allowed: !isNever,
        reason: isNever
          ? { code: verdict.reason.code, message: refusalSentence(verdict.reason, facts) }
          : verdict.do === 'hold'
            ? { code: 'quiet_hours', message: quietSentence(verdict.until, facts, now) }
            : null,
        opensAt: verdict.do === 'hold' ? verdict.until : null,
        mayConfirm: verdict.do === 'hold' && mayConfirm,
        signedAs: signatureOf(facts, now),
      },
    };
  }),

  handle(contract.markConversationRead, async ({ caller, params, body }, deps) => {
    await act(deps, caller, async (tx) => {
      found(await loadReplyFacts(tx, params.id), 'customer');
      tx.last(talks.markRead, [tx.businessId, params.id, body.messageId]);
    });
    return { status: 204 };
  }),

  handle(contract.sendMessage, async ({ caller, params, body, now }, deps) => {
    await deps.keys.ensure(caller.businessId);
    const row = await act(deps, caller, async (tx) => {
      // The lock that STOP and the preferences page take: what they said counts from here on.
      found(await lockCustomer(tx, params.id), 'customer');
      const facts = found(await loadReplyFacts(tx, params.id), 'customer');
      const hoursConfirmed = body.when === 'now_confirmed';
      const { verdict, mayConfirm } = judge(facts, { now, hoursConfirmed });
      if (verdict.do === 'skip')
        throw new Problem('may_not_send', refusalSentence(verdict.reason, facts), {
          extras: { reason: verdict.reason.code },
        });
      if (verdict.do === 'hold' && body.when !== 'when_allowed')
        throw new Problem('quiet_hours', quietSentence(verdict.until, facts, now), {
          extras: { opensAt: verdict.until, mayConfirm },
        });

      const id = newId();
      const signAs = signatureOf(facts, now);
      const language = facts.customer.locale ?? facts.business.locale;
      const rendered = renderSms(
        { body: body.text, language, optOut: false, ...(signAs && { signAs }) },
        null,
        (text) => ({ text }),
      );
      const { text } = rendered as { text: string };
      const content = await deps.keys.seal(
        tx.businessId,
        JSON.stringify({ to: facts.customer.phone, text }),
        { table: 'messages', rowId: id, kind: 'content' },
      );
      await insertReply(tx, {
        id,
        customerId: params.id,
        content,
        language,
        segments: segmentsOf(text).parts,
        heldUntil: verdict.do === 'hold' ? new Date(verdict.until) : now,
        reason: verdict.do === 'hold' ? verdict.reason : null,
        hoursConfirmedAt: hoursConfirmed ? now : null,
      });
      tx.last(talks.noteReply, [tx.businessId, params.id, id]);
      audit(tx, {
        action: 'message.written',
        targetKind: 'customer',
        targetId: params.id,
        detail: { messageId: id },
      });
      return found(await findMessage(tx, id), 'message');
    });
    return { status: 202, body: await showMessage(row, caller.businessId, deps) };
  }),
];
