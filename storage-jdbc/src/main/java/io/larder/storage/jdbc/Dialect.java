package io.larder.storage.jdbc;

/**
 * What differs between databases; everything else is one SQL for all.
 *
 * @param beginRead begins a transaction that reads one state
 * @param beginWrite begins a transaction that writes
 * @param commit ends either
 * @param rollback undoes the second
 * @param positions selects the last feed position that may be shown, since none up to it appears
 *     any more, and the highest one collected
 * @param count selects how many entries a space has, by its id
 * @param countAll selects the sum of that over all spaces
 * @param bindsArrays whether {@code = ANY (?)} takes an array of any length
 * @param buffersResults whether the driver reads the whole result of a select before it gives the
 *     first row
 * @param noBytes a value of no bytes
 * @param lockEntries ends a select of rows of {@code e} that are to be removed: it locks them, and
 *     leaves out those that others have locked
 * @param sweepable what must hold of a row of {@code space} that was cleared, so that nobody can
 *     still be writing into its earlier epochs
 * @param now the time by which leases end and answers age, in milliseconds, in one parameter: what
 *     is bound, or the server's time if that is null
 */
public record Dialect(
    String beginRead,
    String beginWrite,
    String commit,
    String rollback,
    String positions,
    String count,
    String countAll,
    boolean bindsArrays,
    boolean buffersResults,
    String noBytes,
    String lockEntries,
    String sweepable,
    String now) {}
