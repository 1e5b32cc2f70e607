/** Bounds of what crosses between two nodes. A sender keeps them; a receiver refuses what does not. */
export const WIRE_LIMITS = {
  /** Messages in a frame. */
  frameMessages: 500,
  /** Bytes of a frame's messages together, before sealing. */
  frameBytes: 512 * 1024,
  /** Bytes of one message. */
  messageBytes: 256 * 1024,
  /** Bytes of a manifest. */
  manifestBytes: 2_048,
  /** Nesting of objects and lists in a message, the envelope being 1. */
  depth: 32,
} as const;
