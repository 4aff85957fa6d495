import type { ReactElement } from 'react';
/** Normal states are drawn, abnormal ones filled; no two share a silhouette. */
export declare const TONES: readonly ['ok', 'attention', 'danger', 'locked', 'unknown', 'now', 'next', 'partial', 'waiting', 'off'];
export type Tone = (typeof TONES)[number];
export interface StateGlyphProps {
    readonly tone: Tone;
    readonly size?: number;
    /** Only where the word does not stand beside it. */
    readonly label?: string;
    readonly className?: string | undefined;
}
export declare function StateGlyph({ tone, size, label, className }: StateGlyphProps): ReactElement;
//# sourceMappingURL=state-glyph.d.ts.map