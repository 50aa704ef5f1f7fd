package io.larder.storage.postgresql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Follows what one client executes, so that the commit of a transaction that writes is known. */
final class ClientTexts {

  private static final Pattern WRITES =
      Pattern.compile("\\b(insert|update|delete|merge)\\b", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> prepared = new HashMap<>();
  private boolean wrote;

  /** Whether this message commits what the messages before it wrote. */
  boolean commitsWrites(Message message) {
    return switch (message.type()) {
      case 'Q' -> executes(message.text(0));
      case 'B' -> executes(prepared.getOrDefault(message.text(1), ""));
      case 'P' -> {
        prepared.put(message.text(0), message.text(1));
        yield false;
      }
      default -> false;
    };
  }

  private boolean executes(String sql) {
    String text = sql.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("commit")) {
      boolean commits = wrote;
      wrote = false;
      return commits;
    }
    if (text.startsWith("rollback")) {
      wrote = false;
    } else if (WRITES.matcher(text).find()) {
      wrote = true;
    }
    return false;
  }
}
