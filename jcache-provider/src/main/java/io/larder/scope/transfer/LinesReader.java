package io.larder.scope.transfer;

import static java.util.Objects.requireNonNull;

import io.larder.storage.Bytes;
import io.larder.storage.SpaceName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Reads lines: what the file is, the entries, and how many there were. */
final class LinesReader implements FileReader {

  private static final int BUFFER = 64 * 1024;

  /** In the order in which they are written, since the next is most likely the one after. */
  private static final List<String> MEMBERS =
      List.of(
          Format.SCOPE_TYPE,
          Format.SCOPE_ID,
          Format.NAMESPACE,
          Format.KEY,
          Format.KEY_BASE64,
          Format.KIND,
          Format.VALUE,
          Format.ENTRY_VERSION,
          Format.TIMESTAMP,
          Format.TICK,
          Format.ORIGIN,
          Format.EXPIRES_AT);

  private final Path file;
  private final String name;
  private final int longestLine;

  /**
   * @param name what messages call it
   * @param longestLine in bytes
   */
  LinesReader(Path file, String name, int longestLine) {
    this.file = file;
    this.name = name;
    this.longestLine = longestLine;
  }

  @Override
  public void read(Sink sink) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      new Reading(in, sink).read();
    }
  }

  /** One reading of the file. */
  private final class Reading {

    private final InputStream in;
    private final Sink sink;
    private final Place place = new Place(name);
    private final EntryInput entry = new EntryInput(place);
    private byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private long consumed;
    private long line;
    private long entries;
    private @Nullable SpaceName space;
    private @Nullable String scopeType;
    private @Nullable String scopeId;
    private @Nullable String namespace;
    private @Nullable Bytes key;

    Reading(InputStream in, Sink sink) {
      this.in = in;
      this.sink = sink;
    }

    void read() throws IOException {
      int length = nextLine();
      if (length < 0) {
        throw place.refused("The file is empty.");
      }
      head(length);
      consume(length);
      for (length = nextLine(); length >= 0; length = nextLine()) {
        if (isEnd(length)) {
          end(length);
          return;
        }
        Imported read = parsed(length);
        consume(length);
        entries++;
        sink.accept(read, place, consumed);
      }
      throw place.refused(
          "The file is truncated: it ends after %,d entries, without the line that tells how many there are."
              .formatted(entries));
    }

    /** What it says was looked at already, but not whether it ends well. */
    private void head(int length) {
      try (JsonParser parser = parser(length)) {
        if (parser.nextToken() != null) {
          Format.finish(parser);
        }
        if (parser.nextToken() != null) {
          throw place.refused("The line goes on after what the file is.");
        }
      } catch (JacksonException damaged) {
        throw place.damaged(null, damaged);
      }
    }

    /**
     * How long the next line is, which begins at {@code start} of the buffer; -1 at the end.
     *
     * @throws TransferException if it is too long, or has no end
     */
    private int nextLine() throws IOException {
      place.line(++line);
      int searched = start;
      while (true) {
        for (int i = searched; i < end; i++) {
          if (buffer[i] == '\n') {
            return i - start;
          }
        }
        if (end - start > longestLine) {
          throw place.refused(
              "The line is longer than %,d bytes; maximumLineBytes allows longer ones."
                  .formatted(longestLine));
        }
        searched = end - start;
        makeRoom();
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
          if (end == start) {
            return -1;
          }
          throw place.refused("The file is truncated: its last line has no end.");
        }
        end += read;
      }
    }

    private void makeRoom() {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      }
      if (end == buffer.length) {
        int wanted = (int) Math.min(buffer.length * 2L, Math.max(longestLine + 1L, BUFFER));
        buffer = Arrays.copyOf(buffer, Math.max(wanted, buffer.length + 1));
      }
    }

    private void consume(int length) {
      start += length + 1;
      consumed += length + 1L;
    }

    private JsonParser parser(int length) {
      return Format.FILES.createParser(ObjectReadContext.empty(), buffer, start, length);
    }

    private boolean isEnd(int length) {
      byte[] begin = Format.END;
      return length > begin.length
          && Arrays.equals(buffer, start, start + begin.length, begin, 0, begin.length);
    }

    private void end(int length) throws IOException {
      long told;
      try (JsonParser parser = parser(length)) {
        boolean number =
            parser.nextToken() == JsonToken.START_OBJECT
                && parser.nextName() != null
                && parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
        told = number ? parser.getLongValue() : Progress.UNKNOWN;
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
          throw place.refused("The line goes on after the number of entries.");
        }
      } catch (JacksonException damaged) {
        throw place.damaged(Format.ENTRIES, damaged);
      }
      if (told != entries) {
        throw place.refused(
            Format.ENTRIES,
            "The file has %,d entries and says that they were %,d: lines are missing or too many."
                .formatted(entries, told),
            null);
      }
      consume(length);
      if (nextLine() >= 0) {
        throw place.refused("The file goes on after its last line.");
      }
    }

    private Imported parsed(int length) {
      entry.clear();
      scopeType = null;
      scopeId = null;
      namespace = null;
      key = null;
      String field = null;
      try (JsonParser parser = parser(length)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw place.refused("This is no object of JSON.");
        }
        int expected = 0;
        for (String next = parser.nextName(); next != null; next = parser.nextName()) {
          field = next;
          expected = member(parser, parser.nextToken(), next, expected);
          field = null;
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
          throw place.refused("The line goes on after the entry.");
        }
      } catch (JacksonException damaged) {
        throw place.damaged(field, damaged);
      }
      return entry.entry(space(), keyOfEntry(), false);
    }

    private Bytes keyOfEntry() {
      if (key == null) {
        throw place.refused("The key is missing.");
      }
      return key;
    }

    /** Takes in a member, and answers where in the list it is. */
    private int member(JsonParser parser, JsonToken token, String field, int expected) {
      int index =
          expected < MEMBERS.size() && MEMBERS.get(expected).equals(field)
              ? expected
              : MEMBERS.indexOf(field);
      if (index < 0) {
        throw place.refused(field, "There is no such field.", null);
      }
      switch (MEMBERS.get(index)) {
        case Format.SCOPE_TYPE -> scopeType = text(parser, token, field);
        case Format.SCOPE_ID -> scopeId = text(parser, token, field);
        case Format.NAMESPACE -> namespace = text(parser, token, field);
        case Format.KEY -> key(Format.keyOf(text(parser, token, field)), field);
        case Format.KEY_BASE64 ->
            key(Bytes.wrap(ValueInput.base64(place, field, text(parser, token, field))), field);
        case Format.KIND -> entry.kind(text(parser, token, field));
        case Format.VALUE -> value(parser, token);
        case Format.ENTRY_VERSION -> entry.version(number(parser, token, field));
        case Format.TIMESTAMP -> entry.timestamp(text(parser, token, field));
        case Format.TICK -> entry.tick(number(parser, token, field));
        case Format.ORIGIN -> entry.origin(text(parser, token, field));
        default -> entry.expiresAt(text(parser, token, field));
      }
      return index + 1;
    }

    private void key(Bytes bytes, String field) {
      if (key != null) {
        throw place.refused(field, "An entry has one key.", null);
      }
      if (bytes.length() < (Format.isText(bytes) ? 2 : 1)) {
        throw place.refused(field, "The key is empty.", null);
      }
      key = bytes;
    }

    private void value(JsonParser parser, JsonToken token) {
      if (entry.isNoJson()) {
        if (token.isScalarValue()) {
          entry.value.scalar(token, parser.getString());
        } else {
          throw place.refused(Format.VALUE, "This is no value of that kind.", null);
        }
        return;
      }
      int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
      if (token.isScalarValue()) {
        entry.value.scalar(token, parser.getString());
      }
      Format.finish(parser);
      int to = Math.toIntExact(parser.currentLocation().getByteOffset());
      entry.value.json(token, Arrays.copyOfRange(buffer, start + from, start + to));
    }

    private String text(JsonParser parser, JsonToken token, String field) {
      if (token != JsonToken.VALUE_STRING) {
        throw place.refused(field, "This is a text of JSON.", null);
      }
      return parser.getString();
    }

    private long number(JsonParser parser, JsonToken token, String field) {
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw place.refused(field, "This is a whole number.", null);
      }
      return parser.getLongValue();
    }

    /** The same object for all entries of a space. */
    private SpaceName space() {
      SpaceName known = space;
      if (known == null
          || !known.namespace().equals(namespace)
          || !known.scopeId().equals(scopeId)
          || !known.scopeType().equals(scopeType)) {
        known = Spaces.checked(place, scopeType, scopeId, namespace);
        space = known;
      }
      return requireNonNull(known);
    }
  }
}
