package io.larder.scope.transfer;

import io.larder.storage.Bytes;
import io.larder.storage.Entry;
import io.larder.storage.SpaceName;
import io.larder.storage.codec.ValueKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document: scope types, in them ids, in them namespaces, in them keys by their parts.
 *
 * <p>Keys come in the order of their bytes, so all that are below one branch come together. A key
 * that is a leaf comes before those that would make it a branch, with others between that begin
 * with it: each level remembers the leaves that the present name begins with.
 */
final class TreeWriter extends EntryWriter {

  private static final String MARK = "$";

  private final boolean withVersions;
  private final List<String> path = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private @Nullable SpaceName space;
  private @Nullable Bytes last;

  /**
   * @param withVersions whether each leaf tells its version and timestamp
   */
  TreeWriter(JsonOutput out, boolean withVersions) {
    super(out);
    this.withVersions = withVersions;
  }

  /** An object that is being written. */
  private static final class Level {
    private boolean any;
    private final Deque<String> leaves = new ArrayDeque<>();
  }

  @Override
  void begin(Area area, Instant now) throws IOException {
    out.write('{');
    head(Format.TREE, area, now);
    out.write(",\n\"").write(Format.SCOPES).write("\":{");
    levels.add(new Level());
  }

  @Override
  void entry(SpaceName of, Entry entry) throws IOException {
    if (!of.equals(space)) {
      space = of;
      last = null;
    }
    String key = Format.textOf(entry.key());
    if (key == null) {
      throw new TransferException(
          "%s has a key that is no text, so it fits in no tree: export lines instead."
              .formatted(of));
    }
    if (last != null && last.compareTo(entry.key()) >= 0) {
      throw new TransferException(
          "%s has keys of more than 1,024 bytes that begin alike, '%s...' is one: export lines instead."
              .formatted(of, key.substring(0, 40)));
    }
    last = entry.key();
    List<String> parts = parts(of, key);
    int common = common(parts);
    close(common);
    for (int i = common; i < parts.size() - 1; i++) {
      open(of, parts, i);
    }
    leaf(parts.get(parts.size() - 1), entry);
  }

  private static List<String> parts(SpaceName of, String key) {
    List<String> parts = new ArrayList<>();
    parts.add(of.scopeType());
    parts.add(of.scopeId());
    parts.add(of.namespace());
    int start = 0;
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', start)) {
      parts.add(key.substring(start, dot));
      start = dot + 1;
    }
    parts.add(key.substring(start));
    if (parts.size() > Format.KEY_DEPTH) {
      throw new TransferException(
          "The key '%s...' of %s has %,d dots; a tree is at most %,d deep: export lines instead."
              .formatted(key.substring(0, 40), of, parts.size() - 4, Format.KEY_DEPTH - 4));
    }
    return parts;
  }

  /** How many of the branches that are open are above the key. */
  private int common(List<String> parts) {
    int limit = Math.min(path.size(), parts.size() - 1);
    int common = 0;
    while (common < limit && path.get(common).equals(parts.get(common))) {
      common++;
    }
    return common;
  }

  private void close(int depth) throws IOException {
    while (path.size() > depth) {
      path.remove(path.size() - 1);
      levels.remove(levels.size() - 1);
      out.write('}');
    }
  }

  private void open(SpaceName of, List<String> parts, int depth) throws IOException {
    Level level = levels.get(levels.size() - 1);
    String name = parts.get(depth);
    if (name.equals(narrow(level, name))) {
      String leaf = String.join(".", parts.subList(3, depth + 1));
      throw new TransferException(
          "%s has a value under '%s' and one under '%s', so no tree can be made of it: export lines instead."
              .formatted(of, leaf, String.join(".", parts.subList(3, parts.size()))));
    }
    member(level, name, depth >= 3);
    out.write('{');
    path.add(name);
    levels.add(new Level());
  }

  /** The longest leaf of the level that the name begins with. */
  private static @Nullable String narrow(Level level, String name) {
    while (!level.leaves.isEmpty() && !name.startsWith(level.leaves.peek())) {
      level.leaves.pop();
    }
    return level.leaves.peek();
  }

  private void member(Level level, String name, boolean ofKey) throws IOException {
    out.write(level.any ? ",\n" : "\n");
    level.any = true;
    out.text(ofKey && name.startsWith(MARK) ? MARK + name : name).write(':');
  }

  private void leaf(String name, Entry entry) throws IOException {
    Level level = levels.get(levels.size() - 1);
    String unused = narrow(level, name);
    level.leaves.push(name);
    member(level, name, true);
    ValueKind kind = EntryOutput.kindOf(entry);
    boolean plain = kind != null && kind == PlainValue.kindOf(kind, entry.value());
    if (plain && !withVersions && entry.expiresAt() == Entry.NEVER) {
      parts.value(entry, kind);
      return;
    }
    out.write('{');
    if (!plain) {
      out.write("\"$kind\":\"").write(EntryOutput.label(kind)).write("\",");
    }
    out.write("\"$value\":");
    parts.value(entry, kind);
    if (withVersions) {
      parts.stamp(entry, MARK);
    }
    parts.expiry(entry, MARK);
    out.write('}');
  }

  @Override
  void end(long entries) throws IOException {
    close(0);
    out.write("}}\n");
  }
}
