package io.larder.scope.transfer;

/**
 * What is known of a file once all of it was read.
 *
 * @param entries how many it has
 * @param wanted how many of them are to be imported
 * @param expired how many have expired
 * @param outside how many are of other scopes or namespaces than asked for
 */
record Checked(long entries, long wanted, long expired, long outside) {}
