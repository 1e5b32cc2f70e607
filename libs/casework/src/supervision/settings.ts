import type { SupervisionDefaults } from '#contract';
import type { LadderDays, Period, SupervisionSettings } from '#domain';

/** The directory's values as the domain takes them. `parse` reads a period that the directory's schema has let through. */
export function supervisionSettingsOf(
  { normal, urgent, mostUrgent, reply, officeHours }: SupervisionDefaults,
  parse: (period: string) => Period,
): SupervisionSettings {
  return {
    ladder: { normal: daysOf(normal), urgent: daysOf(urgent), 'most-urgent': daysOf(mostUrgent) },
    reply: parse(reply),
    officeHours: { from: minutesOf(officeHours.from), to: minutesOf(officeHours.to) },
  };
}

const daysOf = ({
  noticesBefore,
  slip1,
  slip2,
  letter,
  hearing,
}: SupervisionDefaults['normal']): LadderDays => ({
  noticesBefore,
  'slip-1': slip1,
  'slip-2': slip2,
  letter,
  hearing,
});

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
