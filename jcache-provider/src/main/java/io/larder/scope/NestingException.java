package io.larder.scope;

import javax.cache.CacheException;

/**
 * A key was to be a leaf where another key makes it a branch, or the other way round: of {@code
 * app} and {@code app.name} only one can have a value. Nothing was changed.
 */
public final class NestingException extends CacheException {

  private static final long serialVersionUID = 1L;

  NestingException(String message) {
    super(message);
  }
}
