import type { ReactElement } from 'react';
export type Role = 'administrator' | 'officer' | 'witness' | 'responder' | 'auditor';
export interface MonogramProps {
    /** Undefined: somebody who is not known yet, drawn as a question mark. */
    readonly name: string | undefined;
    /** The outline: circle officer or administrator, square witness or auditor, drop responder. */
    readonly role: Role;
    /** `approved` is filled, `expected` is dashed. */
    readonly state?: 'present' | 'approved' | 'expected';
    readonly size?: 'small' | 'medium' | 'large' | 'presenter';
}
/** First letters of the first and the last name: "Joon-ho Seo" is JS. */
export declare function initials(name: string): string;
/** The outline tells the role; the word must stand beside it. */
export declare function Monogram({ name, role, state, size }: MonogramProps): ReactElement;
//# sourceMappingURL=monogram.d.ts.map