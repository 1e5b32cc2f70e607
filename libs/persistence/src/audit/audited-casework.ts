import type { CaseworkTx, LeaderStore, SupervisionStore } from '#casework';
import type { AuditTrail } from './trail.js';

/** The same transaction, whose rows the audit chain covers. Lines of history tell the trail themselves. */
export function auditedCasework(tx: CaseworkTx, trail: AuditTrail): CaseworkTx {
  const { cases, legs, items, documents, intake, matter, enclosures } = tx;
  const { agenda, meetings, guards, successions } = tx;
  const touch: Touch = (...row) => trail.changes.touch(...row);
  const ofLeg = (id: string): void => touch('casework_leg', id);
  return {
    ...tx,
    cases: {
      ...cases,
      insert: (one) => (touch('casework_case', one.id), cases.insert(one)),
      save: (one) => (touch('casework_case', one.id), cases.save(one)),
    },
    legs: {
      ...legs,
      insert: (leg, caseId, at) => (ofLeg(leg.id), legs.insert(leg, caseId, at)),
      save: (leg) => (ofLeg(leg.id), legs.save(leg)),
      markDelivered: (id, at) => (ofLeg(id), legs.markDelivered(id, at)),
      markRefused: (id, reason) => (ofLeg(id), legs.markRefused(id, reason)),
      remove: (id, caseId) => (ofLeg(id), legs.remove(id, caseId)),
    },
    items: {
      ...items,
      insert: (item) => (touch('casework_item', item.id), items.insert(item)),
    },
    documents: {
      ...documents,
      insert: (paper) => (touch('casework_document', paper.id), documents.insert(paper)),
      sealCase: (caseId) => (touch('casework_document', caseId, 'case_id'), documents.sealCase(caseId)),
    },
    intake: {
      ...intake,
      saveItem: (item) => (touch('casework_item', item.id), intake.saveItem(item)),
      addAttachment: (file) => (touch('casework_attachment', file.id), intake.addAttachment(file)),
    },
    enclosures: {
      ...enclosures,
      add: (files) => {
        for (const { id } of files) touch('casework_enclosure', id, 'id');
        return enclosures.add(files);
      },
    },
    matter: {
      ...matter,
      links: {
        ...matter.links,
        moveItem: (id, caseId, number) => (
          touch('casework_item', id),
          matter.links.moveItem(id, caseId, number)
        ),
      },
    },
    supervisions: auditedSupervisions(tx.supervisions, touch),
    leaders: auditedLeaders(tx.leaders, touch),
    agenda: {
      ...agenda,
      open: (one, decided) => (touch('casework_meeting', one.id), agenda.open(one, decided)),
      save: (one) => (touch('casework_meeting', one.id), agenda.save(one)),
      putTopic: (topic) => (touch('casework_topic', topic.id), agenda.putTopic(topic)),
      saveInvitation: (one) => (touch('casework_meeting', one.id), agenda.saveInvitation(one)),
    },
    meetings: { insert: (held) => (touch('casework_meeting', held.id), meetings.insert(held)) },
    guards: {
      ...guards,
      saveWall: (caseId, wall) => (touch('casework_wall', caseId), guards.saveWall(caseId, wall)),
      removeWall: (caseId) => (touch('casework_wall', caseId), guards.removeWall(caseId)),
    },
    successions: {
      ...successions,
      save: (one) => (touch('casework_succession', one.legId), successions.save(one)),
      remove: (legId) => (touch('casework_succession', legId), successions.remove(legId)),
    },
  };
}

type Touch = AuditTrail['changes']['touch'];

function auditedSupervisions(store: SupervisionStore, touch: Touch): SupervisionStore {
  const byMessage = (messageId: string): void => touch('casework_supervision', messageId, 'message_id');
  return {
    ...store,
    insert: (row) => (touch('casework_supervision', row.supervision.id), store.insert(row)),
    save: (paper) => (touch('casework_supervision', paper.id), store.save(paper)),
    markDelivered: (messageId, at) => (byMessage(messageId), store.markDelivered(messageId, at)),
    markRefused: (messageId, reason) => (byMessage(messageId), store.markRefused(messageId, reason)),
    seal: (caseId) => (touch('casework_supervision', caseId, 'case_id'), store.seal(caseId)),
    saveSuperior: (letter) => (touch('casework_superior_letter', letter.id), store.saveSuperior(letter)),
  };
}

function auditedLeaders(store: LeaderStore, touch: Touch): LeaderStore {
  return {
    ...store,
    insertReading: (one) => (touch('casework_reading', one.id), store.insertReading(one)),
    saveReading: (one) => (touch('casework_reading', one.id), store.saveReading(one)),
    insertInstruction: (one) => (touch('casework_instruction', one.id), store.insertInstruction(one)),
    insertTask: (task) => (touch('casework_task', task.id), store.insertTask(task)),
    saveTask: (task) => (touch('casework_task', task.id), store.saveTask(task)),
    insertFollowUp: (one) => (touch('casework_follow_up', one.id), store.insertFollowUp(one)),
    seal: (caseId) => {
      for (const sealed of ['casework_reading', 'casework_instruction', 'casework_task'] as const)
        touch(sealed, caseId, 'case_id');
      return store.seal(caseId);
    },
  };
}
