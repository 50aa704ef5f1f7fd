package io.larder.tck.hostile;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What of the planted classes has run. */
final class Sentinel {

  static final Queue<String> RAN = new ConcurrentLinkedQueue<>();

  private Sentinel() {}
}
