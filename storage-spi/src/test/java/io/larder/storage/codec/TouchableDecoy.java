package io.larder.storage.codec;

import java.io.Serializable;

/** The pair that shows that a sentinel tells when the filter is open. */
final class TouchableDecoy {

  static final String TOUCHED = "larder.test.touchable.touched";

  private TouchableDecoy() {}

  static class HarmlessBean implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  static class SentinelBean implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
      System.setProperty(TOUCHED, "touched");
    }
  }
}
