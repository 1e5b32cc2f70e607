import type { InboundUseCase } from '#casework';
import type { ActName, MeetingActName, NodeRole } from '#contract';

/** What makes an app of one role: everything else is the same for all of them. */
export interface NodeApp {
  readonly role: NodeRole;
  /** Message type → use case; the app's table `satisfies Record<InboundType<Role>, InboundUseCase>`. */
  readonly inbound: Readonly<Record<string, InboundUseCase>>;
  /** The acts that an office of this role does. */
  readonly acts: readonly ActName[];
  /** What it does about meetings. */
  readonly meetingActs: readonly MeetingActName[];
  /** Folder of the built console that its nodes serve. */
  readonly console?: string;
}
