/** A drawing as Mermaid laid it out, with what each shape stands for in place of its colours. */
import type { Part, Role } from './palette.ts';

/** All lengths are pixels, y grows downwards. */
export type Shape = Box | Arrow | Label;

/** An area: a rectangle, or a path where it has another form. */
export interface Box {
  readonly kind: 'box';
  readonly part: Role | 'frame' | 'note';
  /** Where its own coordinates begin. */
  readonly origin: readonly [x: number, y: number];
  readonly form: Rectangle | { readonly path: string };
}

export interface Arrow {
  readonly kind: 'arrow';
  readonly part: 'arrow' | 'broken' | 'lifeline';
  readonly origin: readonly [x: number, y: number];
  readonly path: string;
  readonly dashed: boolean;
  readonly thick: boolean;
  readonly start: Tip;
  readonly end: Tip;
}

export type Tip = 'none' | 'arrow' | 'cross';

/** One line of text, in the middle of its place. */
export interface Label {
  readonly kind: 'label';
  /** Whose ink it has. */
  readonly part: Part;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  /** Code: every letter as wide as any other. */
  readonly mono: boolean;
  /** Where it lies on a line: the area to be kept free behind it. */
  readonly behind?: { readonly width: number; readonly height: number };
}

export interface Layout {
  readonly shapes: readonly Shape[];
  /** What all shapes together cover. */
  readonly bounds: Rectangle;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
