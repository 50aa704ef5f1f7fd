package io.larder.storage;

/**
 * Makes a batch depend on a lease: it is written only if that lease stands with that token, checked
 * in the same transaction.
 *
 * @param lease the lease's name
 * @param token the token under which the sender holds it
 */
public record Fence(String lease, LeaseToken token) {}
