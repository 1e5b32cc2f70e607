/** An id as a database shows it, 32 hex digits, with the hyphens that the API gives it. */
export const uuidText = (plain: string): string =>
  [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20), plain.slice(20)].join(
    '-',
  );
