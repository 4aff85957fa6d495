import type { Conclave } from './launch.ts'

/** Answers the next dialogs for the person: a native dialog cannot be driven from here. Records what it was asked. */
export async function answerDialogs(conclave: Conclave, path: string | null): Promise<void> {
  await conclave.app.evaluate(({ dialog }, chosen) => {
    const record = globalThis as unknown as { asked: unknown }
    dialog.showOpenDialog = ((_window: unknown, options: unknown) => {
      record.asked = options
      return Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] })
    }) as typeof dialog.showOpenDialog
    dialog.showSaveDialog = ((_window: unknown, options: unknown) => {
      record.asked = options
      return Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' })
    }) as typeof dialog.showSaveDialog
  }, path)
}

export function asked(conclave: Conclave): Promise<unknown> {
  return conclave.app.evaluate(() => (globalThis as unknown as { asked: unknown }).asked)
}
