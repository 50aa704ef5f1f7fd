package io.larder.storage;

/**
 * How far this store has merged the feed of a peer.
 *
 * @param peer the peer's name
 * @param cursor the position reached, with the incarnation that it belongs to
 */
public record PeerCursor(String peer, Cursor cursor) {}
