package io.larder.benchmarks;

import io.larder.benchmarks.report.Figure;
import java.util.List;

/** One part of a set of measurements. */
interface Part {

  /** What {@code --only} is matched with. */
  String name();

  List<Figure> run() throws Exception;
}
