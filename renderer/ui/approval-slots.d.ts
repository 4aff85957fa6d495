import type { ReactElement } from 'react';
import { type Role } from './monogram.tsx';
export interface NamedPerson {
    readonly id: string;
    readonly name: string;
}
/** The contract's `approvalSlots` fits: spread it. */
export interface ApprovalSlotsProps {
    readonly needed: number;
    /** Whose approval is needed. */
    readonly role: Role;
    /** Who approved; `time` is ISO 8601 of UTC, `entry` the place in the log. */
    readonly given: readonly {
        readonly person: NamedPerson;
        readonly time: string;
        readonly entry: number;
    }[];
    /** Who may still approve. */
    readonly candidates: readonly NamedPerson[];
    /** Who may not, and why in a few words: "started it". */
    readonly excluded?: readonly {
        readonly person: NamedPerson;
        readonly reason: string;
    }[];
    /** Who said that they do not agree, with their words. */
    readonly refusals?: readonly {
        readonly person: NamedPerson;
        readonly reason: string;
        readonly time: string;
    }[];
    readonly title?: string;
}
/** One box per required approval; the count stands above. */
export declare function ApprovalSlots(props: ApprovalSlotsProps): ReactElement;
//# sourceMappingURL=approval-slots.d.ts.map