package io.larder.storage.codec;

import java.net.URI;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Strings, in code point order, and what is written as one: locales, currencies and URIs. Also
 * {@link UUID}, in the order of its text, which is the unsigned order of its bytes; {@link
 * UUID#compareTo} compares signed.
 */
final class TextKeys {

  private TextKeys() {}

  static List<ScalarKeyType<?>> all() {
    return List.of(
        new ScalarKeyType<>(KeyTag.STRING, String.class, KeyWriter::text, KeyReader::text),
        new ScalarKeyType<>(
            KeyTag.UUID,
            UUID.class,
            (out, v) -> {
              out.fixed(v.getMostSignificantBits(), 8);
              out.fixed(v.getLeastSignificantBits(), 8);
            },
            in -> new UUID(in.fixed(8), in.fixed(8))),
        new ScalarKeyType<>(
            KeyTag.LOCALE, Locale.class, TextKeys::write, in -> Locale.forLanguageTag(in.text())),
        new ScalarKeyType<>(
            KeyTag.CURRENCY,
            Currency.class,
            (out, v) -> out.text(v.getCurrencyCode()),
            in -> Currency.getInstance(in.text())),
        new ScalarKeyType<>(
            KeyTag.URI,
            URI.class,
            (out, v) -> out.text(canonical(v)),
            in -> URI.create(in.text())));
  }

  private static void write(KeyWriter out, Locale locale) {
    String tag = locale.toLanguageTag();
    if (!Locale.forLanguageTag(tag).equals(locale)) {
      throw new CodecException(
          "The locale " + locale + " has no language tag of its own; plug in a KeyCodec.");
    }
    out.text(tag);
  }

  /**
   * Equal URIs may differ in the case of scheme, host and escapes; here they do not.
   *
   * @see URI#equals
   */
  private static String canonical(URI uri) {
    StringBuilder text = new StringBuilder();
    if (uri.getScheme() != null) {
      text.append(uri.getScheme().toLowerCase(Locale.ROOT)).append(':');
    }
    if (uri.isOpaque()) {
      text.append(upperEscapes(uri.getRawSchemeSpecificPart()));
    } else {
      if (uri.getHost() != null) {
        text.append("//");
        if (uri.getRawUserInfo() != null) {
          text.append(upperEscapes(uri.getRawUserInfo())).append('@');
        }
        text.append(uri.getHost().toLowerCase(Locale.ROOT));
        if (uri.getPort() >= 0) {
          text.append(':').append(uri.getPort());
        }
      } else if (uri.getRawAuthority() != null) {
        text.append("//").append(upperEscapes(uri.getRawAuthority()));
      } else if (uri.getRawPath().startsWith("//")) {
        text.append("//");
      }
      text.append(upperEscapes(uri.getRawPath()));
      if (uri.getRawQuery() != null) {
        text.append('?').append(upperEscapes(uri.getRawQuery()));
      }
    }
    if (uri.getRawFragment() != null) {
      text.append('#').append(upperEscapes(uri.getRawFragment()));
    }
    return text.toString();
  }

  private static String upperEscapes(String part) {
    StringBuilder text = new StringBuilder(part);
    for (int i = part.indexOf('%'); i >= 0 && i + 2 < part.length(); i = part.indexOf('%', i + 1)) {
      text.setCharAt(i + 1, Character.toUpperCase(part.charAt(i + 1)));
      text.setCharAt(i + 2, Character.toUpperCase(part.charAt(i + 2)));
    }
    return text.toString();
  }
}
