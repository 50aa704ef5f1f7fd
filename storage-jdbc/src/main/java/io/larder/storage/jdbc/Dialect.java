package io.larder.storage.jdbc;

/**
 * What differs between databases; everything else is one SQL for all.
 *
 * @param beginRead begins a transaction that reads one state
 * @param beginWrite begins a transaction that excludes every other writer
 * @param commit ends either
 * @param rollback undoes the second
 * @param positions selects the last feed position that may be shown, since none up to it appears
 *     any more, and the highest one collected
 * @param upsertEntry writes all columns of a row of {@code entry}, in the order of the table
 * @param updateEntry writes the columns of a row that is there from {@code epoch} on, in the order
 *     of the table; then come its {@code space} and {@code key}
 * @param upsertSpace writes a space's eleven columns, id first, and sets {@code swept_to} to no
 *     bytes where it raises the epoch
 */
public record Dialect(
    String beginRead,
    String beginWrite,
    String commit,
    String rollback,
    String positions,
    String upsertEntry,
    String updateEntry,
    String upsertSpace) {}
