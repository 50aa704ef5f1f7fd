package io.larder.scope.transfer;

/**
 * What was exported.
 *
 * @param spaces how many namespaces with at least one entry
 * @param entries how many entries
 * @param bytes how long the file is
 */
public record ExportReport(long spaces, long entries, long bytes) {}
