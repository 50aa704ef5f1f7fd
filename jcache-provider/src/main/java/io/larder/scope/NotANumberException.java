package io.larder.scope;

import javax.cache.CacheException;

/** What stands under a key that was to be counted up is no number. Nothing was changed. */
public final class NotANumberException extends CacheException {

  private static final long serialVersionUID = 1L;

  NotANumberException(String message) {
    super(message);
  }
}
