package io.larder.scope.transfer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Where in a file its reader is, to be told to whoever has to mend it. Used by one thread. */
final class Place {

  private static final int SHOWN = 60;

  private final String file;
  private long line = 1;
  private @Nullable String path;

  Place(String file) {
    this.file = file;
  }

  void line(long number) {
    line = number;
  }

  /** The path of the entry in a document. */
  void path(@Nullable String of) {
    path = of;
  }

  TransferException refused(String why) {
    return refused(null, why, null);
  }

  /**
   * @param field the member that is at fault
   */
  TransferException refused(@Nullable String field, String why, @Nullable Throwable cause) {
    StringBuilder where = new StringBuilder(file).append(", line ").append(line);
    if (path != null) {
      where.append(", at ").append(shown(path));
    }
    if (field != null) {
      where.append(", field '").append(shown(field)).append('\'');
    }
    return new TransferException(
        where.append(": ").append(why).append(" Nothing was imported.").toString(), cause);
  }

  /** What is not JSON, or not such as is taken. */
  TransferException damaged(@Nullable String field, JacksonException cause) {
    int column = cause.getLocation() == null ? 0 : cause.getLocation().getColumnNr();
    String at = column > 0 ? " (column " + column + ")" : "";
    return refused(field, cause.getOriginalMessage() + at + ".", cause);
  }

  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
