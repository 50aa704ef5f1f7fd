package io.larder.storage;

/**
 * Who a store is.
 *
 * @param location where it is, absolute, without secrets
 * @param incarnation which life of the database this is
 * @param origin the number that its changes bear; positive
 */
public record StoreIdentity(String location, Incarnation incarnation, long origin) {}
