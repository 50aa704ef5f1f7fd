package io.larder.storage.postgresql;

import io.larder.storage.StoreIdentity;

/**
 * The incarnation that a database is in.
 *
 * @param base what is added to a transaction's id to make positions of it that are above those of
 *     earlier incarnations
 */
record Life(StoreIdentity identity, long base) {

  /** Positions below these bits count the changes of one transaction. */
  static final int ORDINAL_BITS = 20;

  /** The first position of a transaction. */
  long positionOf(long transaction) {
    return (transaction + base) << ORDINAL_BITS;
  }

  /** The transaction that a position of this incarnation belongs to. */
  long transactionOf(long position) {
    return (position >> ORDINAL_BITS) - base;
  }
}
