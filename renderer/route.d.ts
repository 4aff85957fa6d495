export declare const AREAS: readonly ['overview', 'ceremonies', 'hsms', 'log'];
export type AreaId = (typeof AREAS)[number];
export interface Route {
    readonly area: AreaId;
    /** What follows the area: `#/ceremonies/run/r-1` is `['run', 'r-1']`. */
    readonly rest: readonly string[];
}
/** A hash that names no area is the overview. */
export declare function parseRoute(hash: string): Route;
/** For `href`. Going there is an entry of the window history, so Alt+Left leads back. */
export declare function hrefTo(area: AreaId, ...rest: readonly string[]): string;
export declare function navigate(area: AreaId, ...rest: readonly string[]): void;
export declare function useRoute(): Route;
//# sourceMappingURL=route.d.ts.map