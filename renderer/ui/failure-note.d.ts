import type { ReactElement, ReactNode } from 'react';
import type { Failure } from '../../shared/failure.ts';
export interface FailureNoteProps {
    readonly failure: Failure;
    /** What was certain to the caller: nothing was signed. Otherwise the code decides between refused and unknown. */
    readonly notSigned?: boolean;
    /** What to do: buttons. */
    readonly actions?: ReactNode;
}
/** What is certain, then why, then what to do, the code last. */
export declare function FailureNote({ failure, notSigned, actions }: FailureNoteProps): ReactElement;
//# sourceMappingURL=failure-note.d.ts.map