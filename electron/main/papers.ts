import { createHash } from 'node:crypto'
import { type BrowserWindow, dialog } from 'electron'
import { fail, OperationError } from '../../shared/failure.ts'
import type { PageSize } from '../../shared/ipc/contract/host.ts'
import { type PaperRequest, papersContract } from '../../shared/ipc/contract/papers.ts'
import type { Reply } from '../../shared/ipc/operation.ts'
import { escapeHtml } from '../../shared/paper/escape.ts'
import { writeNewFile } from './new-file.ts'
import { withPaper } from './paper-window.ts'

type Send = (name: string, body: unknown) => Promise<Reply>

const madePaper = papersContract['paper.make'].response
type MadePaper = ReturnType<typeof madePaper.parse>

/** Core makes the paper; this asks where it goes. Null: the person closed the dialog. */
export async function savePaper(
  window: BrowserWindow,
  send: Send,
  paper: PaperRequest,
  pageSize: PageSize,
): Promise<{ path: string; sha256: string } | null> {
  const made = await makePaper(send, paper, false)
  const { filePath } = await dialog.showSaveDialog(window, {
    title: 'Save as PDF',
    defaultPath: `${made.fileName}.pdf`,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
    properties: ['dontAddToRecent', 'showOverwriteConfirmation'],
  })
  if (filePath === '') return null
  const pdf = await withPaper(window, made.html, (page) => toPdf(page, made, pageSize))
  await writeNewFile(filePath, pdf)
  return { path: filePath, sha256: createHash('sha256').update(pdf).digest('hex') }
}

/** Through the dialog of the system. False: the person closed it. Throws printer-missing, print-failed. */
export async function printPaper(
  window: BrowserWindow,
  send: Send,
  paper: PaperRequest,
  pageSize: PageSize,
): Promise<boolean> {
  const made = await makePaper(send, paper, true)
  const printers = await window.webContents.getPrintersAsync()
  if (printers.length === 0) {
    throw fail('printer-missing', 'This computer has no printer. Nothing was printed.', {
      remedy: 'Connect a printer and set it up in the system, or save the paper as PDF and print it elsewhere.',
    })
  }
  return withPaper(window, made.html, (page) => print(page, pageSize))
}

async function makePaper(send: Send, paper: PaperRequest, edges: boolean): Promise<MadePaper> {
  const reply = await send('paper.make', { paper, edges })
  if (!reply.ok) throw new OperationError(reply.failure)
  return madePaper.parse(reply.value)
}

/** Millimetres of the paper's own style sheet, as inches for Chromium. */
const INCH = 25.4
const MARGINS = { top: 19 / INCH, bottom: 18 / INCH, left: 18 / INCH, right: 15 / INCH }

async function toPdf(page: BrowserWindow, { edges }: MadePaper, pageSize: PageSize): Promise<Uint8Array> {
  return page.webContents.printToPDF({
    pageSize,
    margins: MARGINS,
    printBackground: true,
    generateTaggedPDF: true,
    displayHeaderFooter: true,
    headerTemplate: edgeHtml(escapeHtml(edges.head), `<b>${escapeHtml(edges.mark)}</b>`),
    footerTemplate: edgeHtml(
      escapeHtml(edges.foot),
      'Page <span class="pageNumber"></span> of <span class="totalPages"></span>',
    ),
  })
}

/** Chromium's template of a page's edge: a fragment of HTML of its own, which gets no style sheet. */
function edgeHtml(left: string, right: string): string {
  const style =
    'width:100%;margin:0 15mm 0 18mm;display:flex;justify-content:space-between;font:7.5pt Arial,sans-serif;white-space:nowrap'
  return `<div style="${style}"><span>${left}</span><span>${right}</span></div>`
}

function print(page: BrowserWindow, pageSize: PageSize): Promise<boolean> {
  return new Promise((resolve, reject) => {
    page.webContents.print({ silent: false, printBackground: true, pageSize }, (success, reason) => {
      if (success) resolve(true)
      else if (/cancel/i.test(reason)) resolve(false)
      else {
        reject(
          fail('print-failed', 'The printer did not take the paper.', {
            remedy: 'Look at the printer, or save the paper as PDF.',
            detail: { reason },
          }),
        )
      }
    })
  })
}
