/** When something that the directory lists may be used. */
interface Span {
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly revokedOn?: string;
}

/** Whether it may be used at that instant of real time. */
export const isValidAt = ({ validFrom, validUntil, revokedOn }: Span, now: Date): boolean =>
  Date.parse(validFrom) <= now.getTime() &&
  [validUntil, revokedOn].every((end) => end === undefined || now.getTime() < Date.parse(end));

/** Of those that may be used the one that began last: a rotation lists the next key before the old one ends. */
export const newestOf = <S extends Span>(listed: readonly S[], now: Date): S | undefined =>
  listed
    .filter((one) => isValidAt(one, now))
    .sort((one, other) => Date.parse(other.validFrom) - Date.parse(one.validFrom))[0];
