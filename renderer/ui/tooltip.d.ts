import type { ReactElement, ReactNode } from 'react';
/** The bubble; put it beside its trigger in a `TooltipTrigger`. */
export declare function Tooltip({ children }: {
    readonly children: ReactNode;
}): ReactElement;
export interface TermProps {
    readonly children: ReactNode;
    /** What the word means, in one or two sentences. */
    readonly help: ReactNode;
}
/** A word that explains itself on focus and on pointing. */
export declare function Term({ children, help }: TermProps): ReactElement;
//# sourceMappingURL=tooltip.d.ts.map