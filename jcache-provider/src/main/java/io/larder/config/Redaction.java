package io.larder.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps secrets out of messages, logs and object names. */
public final class Redaction {

  private static final String MASK = "***";

  private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "([\\w.-]*(?:password|passwd|pwd|token|secret)\"?\\s*[=:]\\s*)(?:\"[^\"]*\"|[^&;\\s]+)",
          Pattern.CASE_INSENSITIVE);

  private Redaction() {}

  /**
   * Returns the text with the user of an address, and what is assigned to a password, token or
   * secret, masked.
   */
  public static String of(String text) {
    return PARAMETER
        .matcher(USER_INFO.matcher(text).replaceAll("//" + MASK + "@"))
        .replaceAll("$1" + MASK);
  }

  /** The value of a setting as it may be shown. */
  static String ofValue(String setting, String value) {
    String name = setting.toLowerCase(Locale.ROOT);
    boolean secret = name.endsWith("password") || name.endsWith("token") || name.endsWith("secret");
    return secret ? MASK : of(value);
  }
}
