import type { ReactElement, ReactNode } from 'react';
import { type Tone } from './state-glyph.tsx';
export interface StateProps {
    readonly tone: Tone;
    /** The word. */
    readonly children: ReactNode;
    readonly size?: 'small' | 'medium';
}
/** Glyph and word: the way a state is told everywhere. */
export declare function State({ tone, children, size }: StateProps): ReactElement;
/** A state that has to be found in a dense line. */
export declare function Badge({ tone, children }: Omit<StateProps, 'size'>): ReactElement;
//# sourceMappingURL=state.d.ts.map