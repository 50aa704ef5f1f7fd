package io.larder.scope.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Tells by its first members what a file is. */
final class FileForm {

  private FileForm() {}

  /**
   * The reader of a file.
   *
   * @param name what messages call it
   * @param longestLine of lines, and the longest value of a tree, in bytes
   * @throws TransferException if it is no export, or of another version
   */
  static FileReader reader(Path file, String name, int longestLine) throws IOException {
    String format = format(file, new Place(name));
    return format.equals(Format.LINES)
        ? new LinesReader(file, name, longestLine)
        : new TreeReader(file, name, longestLine);
  }

  private static String format(Path file, Place place) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = Format.FILES.createParser(ObjectReadContext.empty(), in)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw place.refused("The file is empty.");
      }
      if (first != JsonToken.START_OBJECT
          || !Format.FORMAT.equals(parser.nextName())
          || parser.nextToken() != JsonToken.VALUE_STRING) {
        throw foreign(place, null);
      }
      String format = parser.getString();
      if (!format.equals(Format.LINES) && !format.equals(Format.TREE)) {
        throw foreign(place, null);
      }
      if (!Format.FORMAT_VERSION.equals(parser.nextName())
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT
          || !parser.getString().equals(Integer.toString(Format.VERSION))) {
        throw place.refused(
            Format.FORMAT_VERSION,
            "The file is of another version than %d, the one that is understood here."
                .formatted(Format.VERSION),
            null);
      }
      return format;
    } catch (JacksonException damaged) {
      throw foreign(place, damaged);
    }
  }

  private static TransferException foreign(Place place, @Nullable Throwable cause) {
    return place.refused(
        null,
        "This is no export of Larder: one begins with {\"format\":\"%s\" or {\"format\":\"%s\"."
            .formatted(Format.LINES, Format.TREE),
        cause);
  }
}
