import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
export interface IconProps {
    readonly of: LucideIcon;
    readonly size?: 14 | 16 | 20 | 22 | 28;
    /** Only where no word stands beside the icon. */
    readonly label?: string;
}
export declare function Icon({ of: Drawing, size, label }: IconProps): ReactElement;
//# sourceMappingURL=icon.d.ts.map