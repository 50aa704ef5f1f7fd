package io.larder.storage.jdbc;

/**
 * What became of a task.
 *
 * @param result its answer
 * @param transaction the transaction that it was committed in, others' tasks included
 * @param after the feed position before its changes
 * @param through the feed position of the last of its changes
 */
public record Committed<T extends WriteTransaction, R>(
    R result, T transaction, long after, long through) {}
