import { useId } from 'react';
import { useSpeech } from '../language/language.js';
import { HomeLane } from './HomeLane.js';
import type { LaneGroup } from './lane-groups.js';
import { Lane } from './Lane.js';
import type { Placed } from './placing.js';
import './Group.css';

/** A band of the board: offices of one kind side by side. */
export function Group({ group, placed }: { readonly group: LaneGroup; readonly placed: Placed }) {
  const { say } = useSpeech();
  const title = useId();
  return (
    <section
      className={`group group-${group.id}${group.lanes.length <= 4 ? ' group-small' : ''}`}
      aria-labelledby={title}
    >
      <h2 id={title} className="group-title">
        {say(group.words)}
      </h2>
      <div className="group-lanes">
        {group.lanes.map(({ id }) => {
          const content = placed.lanes.get(id);
          if (!content) return null;
          return group.id === 'home' ? (
            <HomeLane key={id} content={content} placed={placed} />
          ) : (
            <Lane key={id} content={content} />
          );
        })}
      </div>
    </section>
  );
}
