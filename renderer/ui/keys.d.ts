import type { ReactElement } from 'react';
/** A key of the keyboard. */
export declare function Keys({ children }: {
    readonly children: string;
}): ReactElement;
//# sourceMappingURL=keys.d.ts.map