import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { ExportColumn, ExportNote, ExportSink } from '#casework';
import exceljs from 'exceljs';

/* The one place that writes Excel files; everything else speaks of sinks. */

type Sink = Omit<ExportSink, 'abandon' | 'finish'> & {
  readonly finish: (notes: readonly ExportNote[]) => Promise<void>;
};

/** A workbook of two sheets, written row by row: the list under Chinese headings, then the columns in English and notes. */
export function workbookSink(to: Writable, columns: readonly ExportColumn[]): Sink {
  // Texts lie in the rows themselves: a shared table of them would grow with the list.
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream: to,
    useStyles: false,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet('清单', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRow(columns.map(({ zh }) => zh)).commit();
  return {
    async add(rows) {
      for (const row of rows) sheet.addRow(row.map((cell) => (cell === null ? null : cell))).commit();
      // What is zipped must reach the disk before more of it is made.
      if (to.writableNeedDrain) await once(to, 'drain');
      await new Promise((resolve) => setImmediate(resolve));
    },
    async finish(notes) {
      sheet.commit();
      const second = workbook.addWorksheet('说明 Notes');
      for (const { zh, en } of [...notes, ...columns]) second.addRow([zh, en]).commit();
      second.commit();
      await workbook.commit();
    },
  };
}
