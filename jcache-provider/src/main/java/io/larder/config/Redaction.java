package io.larder.config;

import java.util.regex.Pattern;

/** Keeps secrets out of messages, logs and object names. Where it is in doubt it hides more. */
public final class Redaction {

  private static final String MASK = "***";

  /**
   * Up to the last {@code @} before a query; or, where the user has a password that may hold any
   * sign, the last one at all. A port is no password.
   */
  private static final Pattern USER_INFO =
      Pattern.compile("//(?:[^\\s?#]*@|[^\\s/@:?#]*:(?!\\d+(?:[/?#\\s]|$))\\S*@)");

  private static final String SECRET =
      "(?:password|passwd|passphrase|passwort|pass|pwd|token|secret|credentials?|signature|sig"
          + "|(?:api|ssl|access|private|secret|account|shared|encryption)[-_.]?key)";

  /** What is assigned to it: in quotes, a list, a section, or all up to the next parameter. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "([\\w.-]*"
              + SECRET
              + "[\"']?\\s*[=:]\\s*)"
              + "(?:\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|\\[[^\\]]*\\]|\\{[^}]*\\}|[^&;\\r\\n]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*" + SECRET, Pattern.CASE_INSENSITIVE);

  private Redaction() {}

  /**
   * Returns the text with the user of an address, and what is assigned to a password, token, key or
   * secret, masked.
   */
  public static String of(String text) {
    return PARAMETER
        .matcher(USER_INFO.matcher(text).replaceAll("//" + MASK + "@"))
        .replaceAll("$1" + MASK);
  }

  /** The value of a setting as it may be shown. */
  static String ofValue(String setting, String value) {
    return SECRET_NAME.matcher(setting).matches() ? MASK : of(value);
  }
}
