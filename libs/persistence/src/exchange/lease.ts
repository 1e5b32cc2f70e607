import type { ExchangeStore, Lease } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';

interface LeaseColumns {
  readonly holder: string;
  readonly fencing: number;
  readonly ended: number;
}

/** Makes the error that tells a relay that it leads no longer; a class of the exchange, given by the app. */
export type MakeLeaseLost = () => Error;

const locked = new WeakMap<object, number>();

/**
 * Locks the lease for this unit and checks that it is still ours.
 * @throws what makeLeaseLost makes, when another holder has taken it.
 */
export async function assertLease(
  uow: UnitOfWork,
  lease: Lease,
  makeLeaseLost: MakeLeaseLost,
): Promise<void> {
  const unit = uow.current();
  // The lock lasts as long as the unit: who holds it need not ask twice.
  if (unit !== undefined && locked.get(unit) === lease.fencing) return;
  const rows = await uow
    .writer()
    .query<readonly { fencing: number }[]>('SELECT fencing FROM exchange_lease WHERE name = ? FOR UPDATE', [
      lease.name,
    ]);
  if (rows[0]?.fencing !== lease.fencing) throw makeLeaseLost();
  if (unit !== undefined) locked.set(unit, lease.fencing);
}

const readSql = `SELECT holder, fencing, expires_at <= UTC_TIMESTAMP(3) AS ended
FROM exchange_lease WHERE name = ? FOR UPDATE`;

/** Leadership in database time: no clock of a process matters, and a fencing number outlives a paused one. */
export function leaseStore(uow: UnitOfWork): Pick<ExchangeStore, 'acquireLease' | 'releaseLease'> {
  const read = async (name: string): Promise<LeaseColumns | undefined> =>
    (await uow.writer().query<readonly LeaseColumns[]>(readSql, [name]))[0];

  return {
    acquireLease: (name, holder, ttlMs) =>
      uow.run(async () => {
        let row = await read(name);
        if (row === undefined) {
          await uow.writer().query(
            `INSERT INTO exchange_lease (name, holder, fencing, expires_at) VALUES (?, '', 0, UTC_TIMESTAMP(3))
               ON DUPLICATE KEY UPDATE name = VALUES(name)`,
            [name],
          );
          row = await read(name);
        }
        if (row === undefined) throw new Error('The lease vanished under its lock.');
        if (row.holder !== holder && row.ended === 0) return undefined;
        const fencing = row.holder === holder ? row.fencing : row.fencing + 1;
        await uow.writer().query(
          `UPDATE exchange_lease SET holder = ?, fencing = ?, expires_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
             WHERE name = ?`,
          [holder, fencing, ttlMs * 1000, name],
        );
        return { name, holder, fencing };
      }),

    releaseLease: (lease) =>
      uow.run(async () => {
        await uow
          .writer()
          .query(
            "UPDATE exchange_lease SET holder = '', expires_at = UTC_TIMESTAMP(3) WHERE name = ? AND fencing = ?",
            [lease.name, lease.fencing],
          );
      }),
  };
}
