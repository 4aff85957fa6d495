/** Somebody who was removed stands in the list of people, and signs nothing any more. */
export function canSign({ credentials }: { readonly credentials: readonly unknown[] }): boolean {
  return credentials.length > 0
}
