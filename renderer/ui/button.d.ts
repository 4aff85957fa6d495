import type { LucideIcon } from 'lucide-react';
import { type ReactElement, type ReactNode } from 'react';
import { type PressEvent } from 'react-aria-components';
export interface ButtonProps {
    /** Verb, object, on whose authority. */
    readonly children: ReactNode;
    /** What comes next, on a second line. */
    readonly note?: ReactNode;
    readonly variant?: 'primary' | 'plain' | 'danger' | 'danger-solid' | 'quiet';
    readonly size?: 'small' | 'medium' | 'large' | 'tall';
    readonly icon?: LucideIcon;
    readonly keys?: string;
    /** Why it may not be pressed now, and what unlocks it. The button stays focusable and shows the padlock. */
    readonly locked?: string | undefined;
    /** It was pressed and the answer is not there yet. Say so in `children`. */
    readonly isPending?: boolean;
    readonly onPress?: (event: PressEvent) => void;
    readonly type?: 'button' | 'submit';
    readonly autoFocus?: boolean;
    /** Takes the whole width of its container. */
    readonly wide?: boolean;
    readonly 'aria-label'?: string;
}
export declare function Button(props: ButtonProps): ReactElement;
export interface LinkButtonProps {
    readonly children: ReactNode;
    readonly icon?: LucideIcon;
    readonly onPress: (event: PressEvent) => void;
    readonly 'aria-label'?: string;
}
/** A small act at the right of a section head: "Save the proof". */
export declare function LinkButton({ children, icon, onPress, ...rest }: LinkButtonProps): ReactElement;
//# sourceMappingURL=button.d.ts.map