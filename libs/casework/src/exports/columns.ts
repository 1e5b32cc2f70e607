import {
  CASE_STATE_WORDS,
  CATEGORY_WORDS,
  type CaseView,
  FORM_WORDS,
  LEG_KIND_WORDS,
  LEG_STATE_WORDS,
  SOURCE_WORDS,
  type WorklistRow,
} from '#contract';
import type { Case } from '#domain';
import type { Petitioner } from '../ports.js';
import type { Cell, ExportColumn } from '../ports/exports.js';
import { titleOf } from '../views/worklist-views.js';

export interface Column<R> extends ExportColumn {
  readonly cell: (row: R) => Cell;
}

const column = <R>(zh: string, en: string, cell: (row: R) => Cell): Column<R> => ({ zh, en, cell });

const URGENCIES = { normal: '普通', urgent: '急件', 'most-urgent': '特急' } as const;

/** Names of units on paper: those of the directory. */
export type NameOf = (unit: string) => string;

/** The columns of a worklist. */
export const worklistColumns = (nameOf: NameOf): readonly Column<WorklistRow>[] => [
  column('信访件编号', 'origin number', (row) => row.originNumber),
  column('本级编号', 'local number', (row) => row.localNumber),
  column('事项', 'matter', (row) => row.title),
  column('状态', 'state', (row) => CASE_STATE_WORDS[row.state][1]),
  column('件的状态', 'state of the leg', (row) =>
    row.legState === null ? null : LEG_STATE_WORDS[row.legState][1],
  ),
  column('件别', 'kind', (row) => (row.kind === null ? null : LEG_KIND_WORDS[row.kind][0])),
  column('文号', 'letter number', (row) => row.letterNumber),
  column('发出单位', 'from', (row) => (row.from === null ? null : nameOf(row.from))),
  column('承办单位', 'to', (row) => (row.to === null ? null : nameOf(row.to))),
  column('所在清单单位', 'on the list of', (row) => nameOf(row.unit)),
  column('经办岗位', 'post that acted last', (row) => row.user),
  column('事由', 'why', (row) => row.whyZh),
  column('期限', 'clock', (row) => row.clock?.rule ?? null),
  column('依据', 'article', (row) => row.clock?.article ?? null),
  column('到期日', 'due', (row) => row.endsOn),
  column('剩余天数', 'days left', (row) => row.daysLeft),
  column('灯', 'lamp', (row) => row.lamp),
  column('紧急程度', 'urgency', (row) => URGENCIES[row.urgency]),
  column('包案领导', 'responsible leader', (row) => row.leader),
  column('收到日期', 'received', (row) => row.receivedOn),
  column('起', 'since', (row) => row.since),
];

/** A case as it is exported: the row of its list, with the case itself for what lists leave out. */
export interface CaseLine {
  readonly view: CaseView;
  readonly matter: Case;
}

/** The columns of the list of cases: the register that an office keeps. */
export const caseColumns: readonly Column<CaseLine>[] = [
  column('信访件编号', 'origin number', ({ view }) => view.originNumber),
  column('本级编号', 'local number', ({ view }) => view.localNumber),
  column('收到日期', 'received', ({ view }) => view.receivedOn),
  column('信访形式', 'form', ({ matter: { dossier } }) => (dossier ? FORM_WORDS[dossier.form][0] : null)),
  column('来源', 'source', ({ matter: { dossier } }) => (dossier ? SOURCE_WORDS[dossier.source][0] : null)),
  column('人数', 'people', ({ matter: { dossier } }) => dossier?.people ?? null),
  column('类别', 'category', ({ matter: { dossier } }) =>
    dossier ? CATEGORY_WORDS[dossier.category][0] : null,
  ),
  column('内容分类', 'topic', ({ view }) => view.topic),
  column('问题属地', 'place', ({ view }) => view.place),
  column('事项', 'matter', ({ matter }) => titleOf(matter)),
  column('办理途径', 'route', ({ view }) => view.route),
  column('状态', 'state', ({ view }) => CASE_STATE_WORDS[view.state][1]),
  column('告知日期', 'notified on', ({ view }) => view.notified?.on ?? null),
  column('答复日期', 'answered on', ({ view }) => view.answered?.on ?? null),
  column('答复方式', 'answered how', ({ view }) => view.answered?.how ?? null),
  column('办结日期', 'closed on', ({ view }) => view.closedOn),
  column('最近期限', 'nearest clock', ({ view }) => view.nearest?.rule ?? null),
  column('到期日', 'due', ({ view }) => view.nearest?.effective ?? null),
  column('灯', 'lamp', ({ view }) => view.lamp),
];

/** 信访人, where this office has it and may print it. */
export interface Identity {
  readonly petitioner?: Petitioner;
  /** Why it is left out: secrecy was asked for, or it is an accusation. */
  readonly withheld?: string;
}

export const identityColumns: readonly Column<Identity>[] = [
  column('信访人', 'petitioner', ({ petitioner, withheld }) => withheld ?? petitioner?.name ?? null),
  column('住址', 'address', ({ petitioner }) => petitioner?.address ?? null),
  column('联系方式', 'telephone', ({ petitioner }) => petitioner?.phone ?? null),
];
