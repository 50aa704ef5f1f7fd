package io.larder.scope.transfer;

import io.larder.storage.SpaceName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads one JSON document. An object whose members' names begin with a single {@code $} is a leaf,
 * any other one a branch; what is no object is a leaf of its own.
 */
final class TreeReader implements FileReader {

  private final Path file;
  private final String name;
  private final int longestValue;

  /**
   * @param name what messages call it
   * @param longestValue in bytes
   */
  TreeReader(Path file, String name, int longestValue) {
    this.file = file;
    this.name = name;
    this.longestValue = longestValue;
  }

  @Override
  public void read(Sink sink) throws IOException {
    Place place = new Place(name);
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser =
            Format.files(longestValue).createParser(ObjectReadContext.empty(), in)) {
      Reading reading = new Reading(parser, sink, place);
      try {
        reading.read();
      } catch (JacksonException damaged) {
        reading.locate();
        throw place.damaged(null, damaged);
      }
    }
  }

  /** One reading of the document. */
  private final class Reading {

    private final JsonParser parser;
    private final Sink sink;
    private final Place place;
    private final EntryInput entry;
    private final List<String> path = new ArrayList<>();

    Reading(JsonParser parser, Sink sink, Place place) {
      this.parser = parser;
      this.sink = sink;
      this.place = place;
      this.entry = new EntryInput(place);
    }

    void locate() {
      place.line(parser.currentLocation().getLineNr());
      place.path(path.isEmpty() ? null : String.join(".", path));
    }

    private TransferException refused(String why) {
      locate();
      return place.refused(why);
    }

    void read() throws IOException {
      JsonToken unused = parser.nextToken();
      boolean scopes = false;
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        JsonToken token = parser.nextToken();
        if (field.equals(Format.SCOPES)) {
          scopes = true;
          types(token);
        } else if (!token.isScalarValue()) {
          throw refused("The field '%s' is not known.".formatted(Place.shown(field)));
        }
      }
      if (!scopes) {
        throw refused("The field 'scopes' is missing.");
      }
      if (parser.nextToken() != null) {
        throw refused("The file goes on after its end.");
      }
    }

    private void types(JsonToken token) throws IOException {
      object(token);
      for (String type = parser.nextName(); type != null; type = parser.nextName()) {
        path.add(type);
        object(parser.nextToken());
        for (String id = parser.nextName(); id != null; id = parser.nextName()) {
          path.add(id);
          object(parser.nextToken());
          for (String of = parser.nextName(); of != null; of = parser.nextName()) {
            locate();
            SpaceName space = Spaces.checked(place, type, id, of);
            path.add(of);
            object(parser.nextToken());
            branch(space, parser.nextName());
            path.remove(path.size() - 1);
          }
          path.remove(path.size() - 1);
        }
        path.remove(path.size() - 1);
      }
    }

    private void object(JsonToken token) {
      if (token != JsonToken.START_OBJECT) {
        throw refused("An object of JSON belongs here.");
      }
    }

    /** Reads members to the end of their object, as deep as the parser allows. */
    private void branch(SpaceName space, String first) throws IOException {
      for (String field = first; field != null; field = parser.nextName()) {
        if (isMark(field)) {
          throw refused("The field '%s' belongs into a leaf.".formatted(Place.shown(field)));
        }
        path.add(field.startsWith("$$") ? field.substring(1) : field);
        JsonToken token = parser.nextToken();
        entry.clear();
        if (token == JsonToken.START_OBJECT) {
          String below = parser.nextName();
          if (below == null || !isMark(below)) {
            branch(space, below);
          } else {
            leaf(below);
            accept(space);
          }
        } else {
          value(token);
          accept(space);
        }
        path.remove(path.size() - 1);
      }
    }

    private static boolean isMark(String field) {
      return field.startsWith("$") && !field.startsWith("$$");
    }

    private void leaf(String first) throws IOException {
      for (String field = first; field != null; field = parser.nextName()) {
        JsonToken token = parser.nextToken();
        locate();
        switch (field.substring(1)) {
          case Format.KIND -> entry.kind(text(token, field));
          case Format.VALUE -> value(token);
          case Format.ENTRY_VERSION -> entry.version(number(token, field));
          case Format.TIMESTAMP -> entry.timestamp(text(token, field));
          case Format.TICK -> entry.tick(number(token, field));
          case Format.ORIGIN -> entry.origin(text(token, field));
          case Format.EXPIRES_AT -> entry.expiresAt(text(token, field));
          default -> throw place.refused(field, "There is no such field.", null);
        }
      }
    }

    private String text(JsonToken token, String field) {
      if (token != JsonToken.VALUE_STRING) {
        throw place.refused(field, "This is a text of JSON.", null);
      }
      return parser.getString();
    }

    private long number(JsonToken token, String field) {
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw place.refused(field, "This is a whole number.", null);
      }
      return parser.getLongValue();
    }

    private void value(JsonToken token) throws IOException {
      if (token.isScalarValue()) {
        entry.value.scalar(token, parser.getString());
      } else {
        locate();
        entry.value.json(token, JsonCopy.of(parser, place, longestValue));
      }
    }

    private void accept(SpaceName space) throws IOException {
      locate();
      String key = String.join(".", path.subList(3, path.size()));
      if (key.isEmpty()) {
        throw place.refused("The key is empty.");
      }
      Imported read = entry.entry(space, Format.keyOf(key), true);
      sink.accept(read, place, parser.currentLocation().getByteOffset());
    }
  }
}
