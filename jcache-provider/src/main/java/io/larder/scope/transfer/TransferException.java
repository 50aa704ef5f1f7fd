package io.larder.scope.transfer;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** A file cannot be written or read, or is not what it should be; the message says where. */
public final class TransferException extends CacheException {

  private static final long serialVersionUID = 1L;

  TransferException(String message) {
    super(message);
  }

  TransferException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
