import type { Board as BoardView } from '#contract';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useSpeech } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { BoardContext, type BoardKnowledge } from './board-context.js';
import { Following } from './Following.js';
import { Group } from './Group.js';
import { groupLanes } from './lane-groups.js';
import { place } from './placing.js';
import { useTravel } from './useTravel.js';
import './Board.css';

interface Props {
  readonly board: BoardView;
  readonly openLeg: string | undefined;
  readonly onOpenLeg: (legId: string) => void;
}

/** All offices in their groups, with what each holds. */
export function Board({ board, openLeg, onOpenLeg }: Props) {
  const { language, say } = useSpeech();
  const ground = useRef<HTMLDivElement>(null);
  const [followed, setFollowed] = useState<string>();
  const placed = useMemo(() => place(board), [board]);
  useTravel(ground, board);

  const onFollow = useCallback((caseId: string) => {
    setFollowed((now) => (now === caseId ? undefined : caseId));
  }, []);
  const knowledge = useMemo<BoardKnowledge>(() => {
    const lanes = new Map(board.lanes.map((lane) => [lane.id, lane]));
    const topics = new Map(board.cases.map((row) => [row.id, row.topic]));
    return {
      today: board.today,
      home: board.node,
      nameOf: (id) => {
        const lane = lanes.get(id);
        return lane ? [lane.zh, lane.en] : [id, id];
      },
      topicOf: (caseId) => topics.get(caseId) ?? null,
      openLeg,
      followed,
      onOpenLeg,
      onFollow,
    };
  }, [board, openLeg, followed, onOpenLeg, onFollow]);

  const groups = groupLanes(
    board,
    [...placed.lanes.values()].map(({ lane }) => lane),
  );
  const { openShown, openTotal } = placed;
  const rest =
    language === 'zh'
      ? `在办件共 ${openTotal} 件，看板显示最新 ${openShown} 件`
      : `${openTotal} open legs in all; the newest ${openShown} are shown`;
  return (
    <BoardContext value={knowledge}>
      <Following board={board} followed={followed} onStop={onFollow} />
      {board.cases.length === 0 && board.legs.length === 0 && (
        <p className="board-empty">{say(TEXTS.emptyBoard)}</p>
      )}
      {openTotal > openShown && <p className="board-rest">{rest}</p>}
      <div
        className={followed === undefined ? 'board' : 'board board-following'}
        ref={ground}
        data-board={board.node}
      >
        {groups.map((group) => (
          <Group key={group.id} group={group} placed={placed} />
        ))}
      </div>
    </BoardContext>
  );
}
