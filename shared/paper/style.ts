/** A font file as it is embedded: base64 of WOFF2, and for which characters (CSS unicode-range). */
export interface PaperFont {
  readonly family: 'Atkinson Hyperlegible Next' | 'Atkinson Hyperlegible Mono'
  readonly base64: string
  readonly range: string
}

/** Black on white, on A4 and US Letter alike: the page size comes from the printer. Widths are in mm, sizes in pt. */
const PAGE = `
@page { margin: 19mm 15mm 18mm 18mm }
:root { color-scheme: light; font: 9pt/12.5pt var(--text); --text: "Atkinson Hyperlegible Next", "Liberation Sans", Arial, sans-serif;
  --mono: "Atkinson Hyperlegible Mono", "Liberation Mono", "DejaVu Sans Mono", monospace; --rule: .5pt solid #777; --thin: .4pt solid #bbb }
*, ::before { box-sizing: border-box; margin: 0; padding: 0; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #000; background: #fff; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; orphans: 3; widows: 3;
  padding-right: .6mm }
@media screen { body { max-width: 190mm; margin: 12mm auto; padding: 0 8mm } }
bdi { unicode-bidi: isolate }
.own { white-space: pre-line }
.mono { font-family: var(--mono); font-size: .92em }
.quiet { color: #444 }
b { font-weight: 650 }
`

const MARK = `
.mark { position: fixed; inset: 0; display: grid; place-items: center; z-index: -1; pointer-events: none }
.mark span { font: 700 96pt/1 var(--text); letter-spacing: .04em; rotate: -38deg; color: transparent; -webkit-text-stroke: 1.2pt #b4b4b4 }
.banner { border: 1.2pt solid #000; padding: 1.4mm 3mm; margin-bottom: 4mm; font-weight: 650;
  background: repeating-linear-gradient(135deg, #fff 0 5pt, #ddd 5pt 6pt) }
.banner span { background: #fff; padding: 0 1.5mm }
`

const HEADS = `
.head { border-bottom: 1.5pt solid #000; padding-bottom: 3mm; margin-bottom: 4mm }
.head p { font-size: 9pt }
h1 { font: 650 20pt/24pt var(--text) }
.sentence { font-size: 11pt; line-height: 15pt; margin-top: 2mm; max-width: 155mm }
h2 { font: 650 12.5pt/16pt var(--text); border-bottom: var(--rule); padding-bottom: 1mm; margin: 7mm 0 2.5mm; break-after: avoid;
  display: flex; justify-content: space-between; align-items: baseline; gap: 6mm }
h2 span { font: 400 8.5pt/11pt var(--text) }
h2.page { break-before: page; margin-top: 0 }
p.text { margin: 0 0 2mm; max-width: 165mm }
p.text:has(+ pre) { break-after: avoid; margin-bottom: 1mm }
.note { border: 1.2pt solid #000; padding: 2mm 3mm; margin: 2mm 0; break-inside: avoid }
`

const DATA = `
dl { display: grid; grid-template-columns: 52mm 1fr; gap: .9mm 4mm; margin: 0 0 3mm }
dt { font-size: 8.5pt; color: #333 } dd { min-width: 0 }
dl.dense { grid-template-columns: fit-content(40mm) minmax(0, 1fr) fit-content(40mm) minmax(0, 1fr); font-size: 8pt; line-height: 10.5pt; gap: .5mm 2mm; margin: 1mm 0; break-inside: avoid }
dl.dense dt { font-size: 7.6pt }
table { width: 100%; border-collapse: collapse; margin: 0 0 3mm; table-layout: fixed }
th, td { text-align: left; vertical-align: top; padding: 1mm 1.5mm; border-bottom: var(--thin) }
thead th { font: 650 8pt/11pt var(--text); border-bottom: var(--rule) }
td.mono { font-size: 7.2pt; line-height: 10pt; word-break: break-all }
tr { break-inside: avoid }
table.fill td { height: 9mm; border: var(--rule) }
table.fill thead th { border: var(--rule) }
table.fill { break-inside: avoid }
pre { font: 7.2pt/10pt var(--mono); white-space: pre-wrap; border: var(--thin); padding: 2mm; margin: 0 0 3mm; break-inside: avoid }
`

const DIGESTS = `
.digest { break-inside: avoid; margin: 0 0 3.5mm }
.digest figcaption, .brief p:first-child { display: flex; justify-content: space-between; align-items: flex-end; gap: 4mm; font-weight: 650 }
.bitting path { fill: #000 }
.digest table { table-layout: auto; margin: .8mm 0 0 }
.digest td, .digest th { padding: .55mm 1mm; font-size: 8.5pt; line-height: 11pt; white-space: nowrap; border-bottom: var(--thin) }
.digest th { font-weight: 650; width: 5mm }
.digest td.hex { font-family: var(--mono); padding-right: 2.5mm }
.digest th.second { border-left: var(--rule); padding-left: 2.5mm }
.three { font-weight: 650 }
.brief { margin: 1mm 0; break-inside: avoid; font-size: 8pt; line-height: 10.5pt }
.brief p.at { display: block; font-weight: 400 }
.brief .hex { font: 7.2pt/10pt var(--mono) }
.brief .words { font-size: 7.6pt; line-height: 10pt }
`

const STEPS = `
.step { border-top: var(--rule); padding: 2.2mm 0 2.6mm; display: grid; grid-template-columns: 9mm 1fr; column-gap: 2mm }
h2 + .step { border-top: 0; padding-top: 0 }
.step.whole { break-inside: avoid; grid-template-columns: 9mm 1fr 46mm }
.step > .number { font: 650 11pt/14pt var(--mono) }
.step .top { display: flex; justify-content: space-between; gap: 5mm; break-after: avoid; break-inside: avoid }
.step h3 { font: 650 10.5pt/14pt var(--text) }
.step .span { flex: none; text-align: right; font-size: 8pt; line-height: 14pt }
.state { display: inline-block; border: .8pt solid #000; border-radius: 1mm; padding: 0 1.4mm; font-weight: 650; font-size: 8pt; line-height: 11pt }
.say { margin: .6mm 0; padding-left: 2.5mm; border-left: 1.2pt solid #000; max-width: 125mm }
.terms, .say { break-after: avoid; break-inside: avoid }
.terms, .writes { font-size: 8pt; line-height: 11pt; max-width: 135mm }
.inside > table:not(.happenings) { margin: 1.5mm 0; font-size: 8pt; line-height: 10.5pt }
.inside > table:not(.happenings) :is(th, td) { padding: .6mm 1.5mm }
.inside { margin-top: 1.2mm } .inside > :last-child { margin-bottom: 0 }
.boxes { display: flex; flex: none; gap: 2mm; margin: 0; align-self: start }
.step.whole > .inside { grid-column: 2 / -1 }
.boxes.row { margin: 1.5mm 0; break-inside: avoid }
.box { display: flex; flex-direction: column; font-size: 6.8pt; line-height: 8.5pt; color: #333 }
.box::before { content: ""; display: block; border: .8pt solid #000; height: 8.5mm }
.box.time::before, .box.initials::before, .box.entry::before, .box.date::before { width: 22mm }
.box.name::before { width: 46mm } .box.signature::before { width: 52mm } .box.wide::before { width: 100% }
.box.wide { flex: 1 }
.happenings { font-size: 8.5pt; line-height: 11.5pt; margin: 0; table-layout: auto }
.happenings td { border: 0; padding: .35mm 1.5mm .35mm 0 }
.happenings .at { width: 19mm; font-family: var(--mono); font-size: 8pt; white-space: nowrap }
.happenings .index { width: 13mm; font-family: var(--mono); font-size: 8pt; white-space: nowrap }
.happenings .attention td { font-weight: 650 }
`

const MARKS = `
.marks { display: grid; gap: 1.6mm; margin: 1.5mm 0 }
.signed { border: .8pt solid #000; padding: 1.2mm 2.2mm; break-inside: avoid; font-size: 8.5pt; line-height: 11.5pt }
.signed .who { display: flex; justify-content: space-between; gap: 4mm }
.signed.against { border: 2.4pt solid #000 }
.signed.against .says { background: #000; color: #fff; padding: 0 2mm; font-weight: 650 }
.signed .remark { margin: .8mm 0; padding-left: 2.5mm; border-left: 1.2pt solid #000; font-size: 9.5pt; line-height: 13pt }
.signed .by { font-size: 7.4pt; line-height: 10pt } .signed .by .hex { font: 6.6pt/9.5pt var(--mono); overflow-wrap: normal }
.signed .bad { display: block; background: #000; color: #fff; padding: 0 2mm; font-weight: 650 }
.exception { border: 1.6pt solid #000; padding: 2mm 3mm; margin: 2mm 0; break-inside: avoid }
.exception h4 { font: 650 10pt/13pt var(--text); margin-bottom: 1mm }
.exception dl { grid-template-columns: 22mm 1fr; margin-bottom: 1mm }
.checkpoint { display: grid; grid-template-columns: 1fr 62mm; gap: 4mm; break-inside: avoid; margin: 0 0 3mm }
.checkpoint svg { display: block; background: #fff }
.checkpoint figcaption { font-size: 7.2pt; line-height: 9.5pt; padding-left: 3mm }
.checkpoint pre { margin: 0; align-self: start; white-space: pre-wrap; overflow-wrap: anywhere }
`

const RULES = [PAGE, MARK, HEADS, DATA, DIGESTS, STEPS, MARKS].join('')

/**
 * The style sheet: rules, embedded fonts, and what stands at the edges of every page (CSS Paged Media 3, margin boxes), as CSS
 * values; null where whoever prints it sets the edges.
 */
export function styleOf(fonts: readonly PaperFont[], edges: Readonly<Record<Edge, string>> | null): string {
  const faces = fonts.map(
    ({ family, base64, range }) =>
      `@font-face { font-family: "${family}"; font-weight: 200 800; src: url(data:font/woff2;base64,${base64}) format("woff2"); unicode-range: ${range} }`,
  )
  const boxes = (Object.keys(EDGES) as Edge[]).flatMap((edge) =>
    edges === null ? [] : [`@${edge} { content: ${edges[edge]}; ${EDGES[edge]} }`],
  )
  return `${faces.join('\n')}\n${boxes.length === 0 ? '' : `@page { ${boxes.join(' ')} }\n`}${RULES}`
}

export type Edge = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

const SMALL = 'font: 7.5pt "Atkinson Hyperlegible Next", "Liberation Sans", Arial, sans-serif; white-space: nowrap'
const EDGES: Readonly<Record<Edge, string>> = {
  'top-left': `${SMALL}; vertical-align: bottom; padding-bottom: 4mm`,
  'top-right': `${SMALL}; vertical-align: bottom; padding-bottom: 4mm; font-weight: 700`,
  'bottom-left': `${SMALL}; vertical-align: top; padding-top: 3mm`,
  'bottom-right': `${SMALL}; vertical-align: top; padding-top: 3mm`,
}
