package io.larder.storage;

/**
 * Names one batch of one sender, so that sending it again applies it once: the store keeps the
 * answer for {@link Store#REQUEST_WINDOW} and gives it again.
 *
 * @param client who sends
 * @param number the sender's own count
 */
public record RequestId(String client, long number) {}
