export declare const THEMES: readonly ['system', 'light', 'dark'];
export type Theme = (typeof THEMES)[number];
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
export declare function readTheme(store: Store): Theme;
export declare function keepTheme(store: Store, theme: Theme): void;
export declare function nextTheme(theme: Theme): Theme;
/** Without an attribute the system decides. */
export declare function applyTheme(root: HTMLElement, theme: Theme): void;
export {};
//# sourceMappingURL=theme.d.ts.map