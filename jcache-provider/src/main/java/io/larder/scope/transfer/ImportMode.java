package io.larder.scope.transfer;

/** What becomes of an entry that stands where one is imported. */
public enum ImportMode {
  /** It is replaced. */
  OVERWRITE,
  /** It stays. */
  KEEP,
  /** It is replaced if it was written before the imported one was. */
  NEWER
}
