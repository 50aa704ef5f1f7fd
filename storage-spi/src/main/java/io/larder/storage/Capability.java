package io.larder.storage;

/** What some stores can do and others cannot; asked for, never guessed. */
public enum Capability {
  /** Acknowledged entries survive the end of the process. */
  DURABLE,
  /** Several processes may open the store at once. */
  SHARED,
  /** Reads see every acknowledged write of every opener; without it they may lag. */
  CURRENT_READS,
  /** Writes can take part in a transaction that the caller has open. */
  JOINS_TRANSACTION,
  /** Leases exclude every opener of the store. */
  LEASES
}
