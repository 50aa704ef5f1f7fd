package io.larder.storage;

/**
 * One life of a database. A restore, a clone or a promoted standby begins another, since positions,
 * sequences and tokens may then repeat.
 *
 * @param number counts the lives of this database, from 1
 * @param id globally unique
 */
public record Incarnation(long number, String id) {}
