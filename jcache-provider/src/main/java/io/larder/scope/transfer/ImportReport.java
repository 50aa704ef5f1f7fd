package io.larder.scope.transfer;

/**
 * What an import did, or would do.
 *
 * @param dryRun whether nothing was written
 * @param entries how many entries the file has
 * @param created how many stood nowhere
 * @param changed how many replaced another
 * @param unchanged how many stood already, with that value, version and expiry
 * @param kept how many gave way to what stood there
 * @param expired how many had expired and were passed over
 * @param outside how many were of other scopes or namespaces than asked for, and passed over
 */
public record ImportReport(
    boolean dryRun,
    long entries,
    long created,
    long changed,
    long unchanged,
    long kept,
    long expired,
    long outside) {}
